package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.aio.IocbNoctxView;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import dev.kiosim.memory.Sharing;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Steps that lay out memory. Mapping and writing one's own memory is no system call here, and costs
 * nothing.
 */
final class MemorySteps {
    private static final int IOVEC_BYTES = 16;
    /** More than the return of any attribute takes, header and payload. */
    private static final long RETURN_BYTES_MAX = 64;

    private MemorySteps() {}

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("buffer", settings -> new Preparation(lesson -> buffer(lesson, settings)));
        table.put("iovec", settings -> new Preparation(lesson -> iovec(lesson, settings)));
        table.put(
                "iocb",
                settings -> new Preparation(lesson -> iocb(lesson, settings, IocbView.SIZE_BYTES)));
        table.put(
                "iocb_noctx",
                settings -> new Preparation(
                        lesson -> iocb(lesson, settings, IocbNoctxView.SIZE_BYTES)));
        table.put("munmap", settings -> lesson -> unmap(lesson, settings));
        table.put("mprotect", settings -> lesson -> protect(lesson, settings));
    }

    /** A step of which there is nothing to tell. */
    record Preparation(Function<Lesson, Operation> work) implements Step {
        @Override
        public Operation begin(Lesson lesson) {
            return work.apply(lesson);
        }

        @Override
        public boolean hasResult() {
            return false;
        }
    }

    private static Operation nothing(Lesson lesson) {
        return lesson.task().operation().compute(0);
    }

    private static Operation buffer(Lesson lesson, Settings settings) {
        long bytes = settings.number("len");
        long align = settings.number("align");
        Pages pages = new Pages(
                AddressSpace.pagesFor(bytes + Math.max(0, align - AddressSpace.PAGE_BYTES)),
                (byte) settings.number("fill"));
        long mapped = lesson.memory().map(pages, AddressSpace.PROT_READ_WRITE, Sharing.PRIVATE);
        lesson.nameAddress(settings.text("buf"), (mapped + align - 1) / align * align, bytes);
        return nothing(lesson);
    }

    private static Operation iovec(Lesson lesson, Settings settings) {
        List<Settings> segments = settings.groups("segs");
        long count = settings.has("count") ? settings.number("count") : segments.size();
        long array = lesson.memory().map(Math.max(1, count * IOVEC_BYTES));
        for (int i = 0; i < count && !segments.isEmpty(); i++) {
            Settings segment = segments.get(Math.min(i, segments.size() - 1));
            long at = array + (long) i * IOVEC_BYTES;
            lesson.memory().putLong(at, lesson.address(segment, "base"));
            lesson.memory().putLong(at + Long.BYTES, segment.number("len"));
        }
        lesson.nameAddress(settings.text("iovec"), array, count * IOVEC_BYTES);
        return nothing(lesson);
    }

    private static Operation iocb(Lesson lesson, Settings settings, int headerBytes) {
        List<Settings> attributes = settings.groups("attributes");
        int attrBytes = AttributeList.bytes(attributes);
        long bytes = (long) headerBytes + attrBytes;
        long returns = attributes.size() * RETURN_BYTES_MAX; // of a context-less one, behind it
        long address = lesson.memory().map(bytes + returns);
        IocbView iocb = new IocbView().wrap(lesson.memory(), address);
        iocb.data(settings.number("aio_data"))
                .key((int) settings.number("aio_key"))
                .rwFlags(Flags.of(settings, "aio_rw_flags", "RWF_"))
                .opcode(opcode(settings))
                .priority((int) settings.number("aio_reqprio"))
                .fildes(lesson.descriptor(settings, "aio_fildes"))
                .buf(
                        settings.has("poll_events")
                                ? settings.number("poll_events")
                                : lesson.addressOr(settings, "aio_buf", 0))
                .nbytes(settings.number("aio_nbytes"))
                .offset(settings.number("aio_offset"))
                .attrBytes(attributes.isEmpty() ? settings.number("aio_reserved2") : attrBytes)
                .flags(Flags.of(settings, "aio_flags", "IOCB_FLAG_"));
        if (settings.has("aio_resfd")) {
            iocb.resfd(lesson.descriptor(settings, "aio_resfd"));
        }
        AttributeList.write(lesson, attributes, address + headerBytes);
        lesson.nameAddress(settings.text("iocb"), address, bytes);
        return nothing(lesson);
    }

    private static int opcode(Settings settings) {
        if (!settings.isText("aio_lio_opcode")) {
            return (int) settings.number("aio_lio_opcode");
        }
        return switch (settings.text("aio_lio_opcode")) {
            case "PREAD" -> 0;
            case "PWRITE" -> 1;
            case "FSYNC" -> 2;
            case "FDSYNC" -> 3;
            case "POLL" -> 5;
            case "NOOP" -> 6;
            case "PREADV" -> 7;
            case "PWRITEV" -> 8;
            default -> 64; // SYSCALL
        };
    }

    private static Operation unmap(Lesson lesson, Settings settings) {
        String name = settings.text("buf");
        long from = settings.number("from");
        Long context = lesson.contexts().get(name);
        long start = context != null ? context : lesson.address(settings, "buf");
        long bytes = settings.has("len")
                ? settings.number("len")
                : Math.max(AddressSpace.PAGE_BYTES, lesson.lengthOf(name) - from);
        return lesson.call("munmap", start + from, bytes);
    }

    private static Operation protect(Lesson lesson, Settings settings) {
        String name = settings.text("buf");
        int protection = Flags.of(settings, "prot", "PROT_");
        return lesson.call(
                "mprotect", lesson.address(settings, "buf"), lesson.lengthOf(name), protection);
    }
}
