package dev.kiosim.scenarios.workload;

import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.IocbAttrView;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Crc32c;
import java.util.List;

/** The attributes that a workload asks for with every IO, as they lie in memory. */
final class AttributePlan {
    private static final int WORD_BYTES = 8;
    private static final long HINT_CACHE_IT = 1;
    private static final long PRIORITY_BEST_EFFORT = 2; // class, in the lower word; level 0

    private final AddressSpace memory;
    private final int tid;
    private final List<Attribute> attributes;
    private final IocbAttrView attr = new IocbAttrView();

    /** {@code attributes} of each IO of {@code task}; the cookie of each is its place. */
    AttributePlan(Task task, List<Attribute> attributes) {
        memory = task.memory();
        tid = task.tid();
        this.attributes = List.copyOf(attributes);
    }

    /** Bytes of the attributes of an iocb that writes, or does not. */
    int requestBytes(boolean writes) {
        int bytes = 0;
        for (int i = 0; i < attributes.size(); i++) {
            bytes += attributes.get(i).requestBytes(writes);
        }
        return bytes;
    }

    /** Most bytes of their returns. */
    int returnBytes() {
        int bytes = 0;
        for (int i = 0; i < attributes.size(); i++) {
            bytes += attributes.get(i).returnBytes();
        }
        return bytes;
    }

    /**
     * Writes them one behind the other, from {@code address} on, for an IO of {@code lengthBytes}
     * bytes from or to {@code buffer}.
     */
    void put(long address, boolean writes, long buffer, int lengthBytes) {
        long at = address;
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            int bytes = attribute.requestBytes(writes);
            attr.wrap(memory, at).cookie(i).size(bytes).id(attribute.id());
            if (bytes > IocbAttrView.SIZE_BYTES) {
                attr.payload(0, payload(attribute));
            }
            if (bytes > IocbAttrView.SIZE_BYTES + WORD_BYTES) { // CHECKSUM of a write
                attr.payload(1, Integer.toUnsignedLong(Crc32c.of(0, memory, buffer, lengthBytes)));
            }
            at += bytes;
        }
    }

    /** What a workload asks for with an attribute that asks for something. */
    private long payload(Attribute attribute) {
        if (attribute == Attribute.PROXY_PID) {
            return tid;
        }
        if (attribute == Attribute.CACHE_HINT) {
            return HINT_CACHE_IT;
        }
        return attribute == Attribute.IO_PRIORITY ? PRIORITY_BEST_EFFORT : 0;
    }
}
