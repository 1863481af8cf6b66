package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.memory.AddressSpace;

/** Writes attributes by chance: any of the table, some twice, some unknown. */
final class RandomAttributes {
    private static final int UNKNOWN_ID = 99;

    private final IocbAttrView view = new IocbAttrView();

    /** Writes up to {@code most} attributes at {@code address}; returns their bytes. */
    int write(AddressSpace memory, long address, int most, boolean writes, RandomStream random) {
        int count = random.nextInt(most + 1);
        int bytes = 0;
        int last = random.nextInt(Attribute.all().size() + 1);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) > 0) { // else once more the same
                last = random.nextInt(Attribute.all().size() + 1);
            }
            bytes += writeOne(memory, address + bytes, last, writes, random);
        }
        return bytes;
    }

    private int writeOne(
            AddressSpace memory, long address, int which, boolean writes, RandomStream random) {
        Attribute attribute = Attribute.find(which);
        int size = attribute == null ? IocbAttrView.SIZE_BYTES : attribute.requestBytes(writes);
        view.wrap(memory, address).cookie(random.nextLong()).size(size);
        view.id(attribute == null ? UNKNOWN_ID : which);
        for (int word = 0; word < (size - IocbAttrView.SIZE_BYTES) / Long.BYTES; word++) {
            view.payload(word, random.nextInt(5));
        }
        return size;
    }
}
