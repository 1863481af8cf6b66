package dev.kiosim.scenarios.reference;

import dev.kiosim.kernel.aio.AioRingV2View;
import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.AioSyscallView;
import dev.kiosim.kernel.aio.IoEventV2View;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.kernel.aio.IocbAttrRetView;
import dev.kiosim.kernel.aio.IocbAttrView;
import dev.kiosim.kernel.aio.IocbNoctxView;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.memory.AddressSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The structs of both ABIs, and how each of their fields is written, or found, by its view. */
final class AbiStructs {
    static final Map<String, Layout> ALL = new LinkedHashMap<>();

    /** Makes every byte of one field differ from 0, of a struct at {@code address}. */
    @FunctionalInterface
    interface Field {
        /** Touches the field. */
        void touch(AddressSpace memory, long address);
    }

    /** A struct: its size, and its fields in order. */
    record Layout(int sizeBytes, Map<String, Field> fields) {
        Layout with(String name, Field field) {
            fields.put(name, field);
            return this;
        }
    }

    static {
        ALL.put("iocb", iocb("aio_rw_flags", "aio_reserved2", "aio_resfd"));
        ALL.put("iocb_v2", iocb("aio_reserved1", "aio_attr_bytes", "aio_reserved2"));
        ALL.put("io_event", ioEvent());
        ALL.put("aio_ring", aioRing());
        ALL.put("iocb_attr", iocbAttr());
        ALL.put("iocb_attr_ret", iocbAttrRet());
        ALL.put("io_event_v2", ioEventV2());
        ALL.put("aio_ring_v2", aioRingV2());
        ALL.put("aio_syscall", aioSyscall());
        ALL.put("iocb_noctx", iocbNoctx());
    }

    private AbiStructs() {}

    private static Layout layout(int sizeBytes) {
        return new Layout(sizeBytes, new LinkedHashMap<>());
    }

    private static Layout iocb(String at12, String at48, String at60) {
        return layout(IocbView.SIZE_BYTES)
                .with("aio_data", (m, a) -> new IocbView().wrap(m, a).data(-1))
                .with("aio_key", (m, a) -> new IocbView().wrap(m, a).key(-1))
                .with(at12, (m, a) -> new IocbView().wrap(m, a).rwFlags(-1))
                .with("aio_lio_opcode", (m, a) -> new IocbView().wrap(m, a).opcode(-1))
                .with("aio_reqprio", (m, a) -> new IocbView().wrap(m, a).priority(-1))
                .with("aio_fildes", (m, a) -> new IocbView().wrap(m, a).fildes(-1))
                .with("aio_buf", (m, a) -> new IocbView().wrap(m, a).buf(-1))
                .with("aio_nbytes", (m, a) -> new IocbView().wrap(m, a).nbytes(-1))
                .with("aio_offset", (m, a) -> new IocbView().wrap(m, a).offset(-1))
                .with(at48, (m, a) -> new IocbView().wrap(m, a).attrBytes(-1))
                .with("aio_flags", (m, a) -> new IocbView().wrap(m, a).flags(-1))
                .with(at60, (m, a) -> new IocbView().wrap(m, a).resfd(-1));
    }

    private static Layout ioEvent() {
        return layout(IoEventView.SIZE_BYTES)
                .with("data", (m, a) -> new IoEventView().wrap(m, a).data(-1))
                .with("obj", (m, a) -> new IoEventView().wrap(m, a).obj(-1))
                .with("res", (m, a) -> new IoEventView().wrap(m, a).res(-1))
                .with("res2", (m, a) -> new IoEventView().wrap(m, a).res2(-1));
    }

    private static Layout aioRing() {
        return layout(AioRingView.SIZE_BYTES)
                .with("id", (m, a) -> new AioRingView().wrap(m, a).id(-1))
                .with("nr", (m, a) -> new AioRingView().wrap(m, a).nr(-1))
                .with("head", (m, a) -> new AioRingView().wrap(m, a).head(-1))
                .with("tail", (m, a) -> new AioRingView().wrap(m, a).tail(-1))
                .with("magic", (m, a) -> new AioRingView().wrap(m, a).magic(-1))
                .with("compat_features", (m, a) -> new AioRingView().wrap(m, a).compatFeatures(-1))
                .with(
                        "incompat_features",
                        (m, a) -> new AioRingView().wrap(m, a).incompatFeatures(-1))
                .with("header_length", (m, a) -> new AioRingView().wrap(m, a).headerLength(-1));
    }

    private static Layout iocbAttr() {
        return layout(IocbAttrView.SIZE_BYTES)
                .with("cookie", (m, a) -> new IocbAttrView().wrap(m, a).cookie(-1))
                .with("size", (m, a) -> new IocbAttrView().wrap(m, a).size(-1))
                .with("id", (m, a) -> new IocbAttrView().wrap(m, a).id(-1));
    }

    private static Layout iocbAttrRet() {
        return layout(IocbAttrRetView.SIZE_BYTES)
                .with("cookie", (m, a) -> new IocbAttrRetView().wrap(m, a).cookie(-1))
                .with("size", (m, a) -> new IocbAttrRetView().wrap(m, a).size(-1))
                .with("ret", (m, a) -> new IocbAttrRetView().wrap(m, a).ret(-1));
    }

    private static Layout ioEventV2() {
        return layout(IoEventV2View.SIZE_BYTES)
                .with("data", (m, a) -> new IoEventV2View().wrap(m, a).data(-1))
                .with("res", (m, a) -> new IoEventV2View().wrap(m, a).res(-1))
                .with("res2", (m, a) -> new IoEventV2View().wrap(m, a).res2(-1))
                .with("attr_bytes", (m, a) -> new IoEventV2View().wrap(m, a).attrBytes(-1));
    }

    /** The view cannot write what only the kernel writes: the place is where it reads. */
    private static Layout aioRingV2() {
        return layout(AioRingV2View.SIZE_BYTES)
                .with("magic", readBy(AioRingV2View::magic))
                .with("version", readBy(AioRingV2View::version))
                .with("features", readBy(AioRingV2View::features))
                .with("ring_bytes", readBy(AioRingV2View::ringBytes))
                .with("head", (m, a) -> new AioRingV2View().wrap(m, a).head(-1))
                .with("tail", (m, a) -> new AioRingV2View().wrap(m, a).tail(-1))
                .with("flags", readBy(AioRingV2View::flags))
                .with("overflow_count", readBy(AioRingV2View::overflowCount));
    }

    /** Marks the 4 bytes that a getter reads: those whose change changes what it says. */
    private static Field readBy(ToLongFunction<AioRingV2View> getter) {
        return (memory, address) -> {
            for (int i = 0; i < AioRingV2View.SIZE_BYTES; i++) {
                memory.putByte(address + i, (byte) 1);
                boolean isRead = getter.applyAsLong(new AioRingV2View().wrap(memory, address)) != 0;
                memory.putByte(address + i, (byte) 0);
                if (isRead) {
                    memory.putByte(address + AioRingV2View.SIZE_BYTES + i, (byte) 1);
                }
            }
            for (int i = 0; i < AioRingV2View.SIZE_BYTES; i++) {
                long mark = address + AioRingV2View.SIZE_BYTES + i;
                memory.putByte(address + i, memory.getByte(mark));
                memory.putByte(mark, (byte) 0);
            }
        };
    }

    private static Layout aioSyscall() {
        Layout layout = layout(AioSyscallView.SIZE_BYTES)
                .with("nr", (m, a) -> new AioSyscallView().wrap(m, a).nr(-1));
        for (int i = 0; i < 6; i++) {
            int index = i;
            layout.with("arg" + i, (m, a) -> new AioSyscallView().wrap(m, a).arg(index, -1));
        }
        return layout;
    }

    private static Layout iocbNoctx() {
        return layout(IocbNoctxView.SIZE_BYTES)
                .with("res", (m, a) -> new IocbNoctxView().wrap(m, a).res(-1))
                .with("res2", (m, a) -> new IocbNoctxView().wrap(m, a).res2(-1))
                .with(
                        "completion_list",
                        (m, a) -> new IocbNoctxView().wrap(m, a).link(-1));
    }
}
