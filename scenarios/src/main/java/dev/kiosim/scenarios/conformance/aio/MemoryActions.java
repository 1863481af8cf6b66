package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Buffers, iovecs and iocbs: what the test program prepares in its memory, and looks at. */
final class MemoryActions {
    private static final Map<String, Integer> OPCODES =
            NamedNumbers.of("PREAD=0 PWRITE=1 FSYNC=2 FDSYNC=3 POLL=5 NOOP=6 PREADV=7 PWRITEV=8");
    private static final Map<String, Integer> PROTECTIONS =
            NamedNumbers.of("PROT_NONE=0 PROT_READ=1 PROT_WRITE=2 PROT_EXEC=4");
    private static final int IOVEC_BYTES = 16;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int BYTES_SHOWN = 9;

    private MemoryActions() {}

    static void addTo(Map<String, Action> table) {
        table.put("buffer", MemoryActions::buffer);
        table.put("iovec", MemoryActions::iovec);
        table.put("iocb", MemoryActions::iocb);
        table.put("read_iocb_key", MemoryActions::readIocbKey);
        table.put("buffer_bytes", MemoryActions::bufferBytes);
        table.put("munmap", MemoryActions::munmap);
        table.put("mprotect", MemoryActions::mprotect);
    }

    private static Observation buffer(AioReplay replay, Arguments args) {
        long bytes = args.number("len");
        long align = args.number("align", AddressSpace.PAGE_BYTES);
        long mapped = replay.call(
                PlainSyscalls.MMAP,
                0,
                align > AddressSpace.PAGE_BYTES ? bytes + align : bytes,
                AddressSpace.PROT_READ_WRITE,
                MAP_PRIVATE_ANONYMOUS,
                -1,
                0);
        long address = (mapped + align - 1) / align * align;
        byte fill = (byte) args.number("fill", 0);
        byte[] page = new byte[AddressSpace.PAGE_BYTES];
        Arrays.fill(page, fill);
        for (long at = 0; fill != 0 && at < bytes; at += page.length) {
            int piece = (int) Math.min(page.length, bytes - at);
            replay.memory().copyTo(address + at, page, 0, piece);
        }
        replay.names().nameBuffer(args.text("buf"), address, bytes);
        return Observation.none();
    }

    private static Observation iovec(AioReplay replay, Arguments args) {
        List<Json> segments = args.list("segs");
        long count = args.number("count", segments.size());
        AddressSpace memory = replay.memory();
        long array = memory.map(Math.max(1, count) * IOVEC_BYTES);
        for (int i = 0; i < count && !segments.isEmpty(); i++) {
            Json shown = segments.get(Math.min(i, segments.size() - 1)); // the rest are alike
            if (!(shown instanceof Json.Obj fields)) {
                throw new UnknownNameException("a segment that is none: " + shown);
            }
            Arguments segment = new Arguments(fields);
            long at = array + (long) i * IOVEC_BYTES;
            memory.putLong(at, replay.names().pointer(segment.text("base")));
            memory.putLong(at + Long.BYTES, segment.number("len"));
            if (segment.unknownKey() != null) {
                throw new UnknownNameException("no key of a segment: " + segment.unknownKey());
            }
        }
        replay.names().nameBuffer(args.text("iovec"), array, count * IOVEC_BYTES);
        return Observation.none();
    }

    private static Observation iocb(AioReplay replay, Arguments args) {
        Addresses names = replay.names();
        String opcode = args.text("aio_lio_opcode", "0");
        Integer known = OPCODES.get(opcode);
        args.mayHave("aio_buf");
        String buf = args.text("poll_events", args.text("aio_buf", "NULL"));
        names.iocbToFill(args.text("iocb"))
                .data(args.number("aio_data", 0))
                .key((int) args.number("aio_key", 0))
                .rwFlags((int) args.number("aio_rw_flags", 0))
                .opcode(known == null ? (int) Arguments.numberOf(opcode) : known)
                .priority((int) args.number("aio_reqprio", 0))
                .fildes(names.file(args.text("aio_fildes", "0")))
                .buf(names.pointer(buf))
                .nbytes(args.number("aio_nbytes", 0))
                .offset(args.number("aio_offset", 0))
                .attrBytes(args.number("aio_reserved2", 0))
                .flags((int) args.number("aio_flags", 0))
                .resfd(names.file(args.text("aio_resfd", "0")));
        return Observation.none();
    }

    private static Observation readIocbKey(AioReplay replay, Arguments args) {
        long address = replay.names().iocb(args.text("iocb"));
        IocbView iocb = new IocbView().wrap(replay.memory(), address);
        return Observation.none().with("ret", Json.of(replay.loadInt(iocb.keyAddress())));
    }

    private static Observation bufferBytes(AioReplay replay, Arguments args) {
        long from = replay.names().pointer(args.text("buf")) + args.number("offset", 0);
        long count = args.number("len", args.number("count", BYTES_SHOWN));
        List<Json> bytes = new ArrayList<>();
        for (long i = 0; i < count && replay.memory().isReadable(from + i, 1); i++) {
            bytes.add(Json.of(replay.memory().getByte(from + i) & 0xff));
        }
        return Observation.none().with("bytes", new Json.Array(bytes));
    }

    private static Observation munmap(AioReplay replay, Arguments args) {
        long from = args.number("from", 0);
        long start = replay.names().pointer(args.text("buf")) + from;
        return Observation.ret(replay.call(PlainSyscalls.MUNMAP, start, length(replay, args)));
    }

    private static Observation mprotect(AioReplay replay, Arguments args) {
        long start = replay.names().pointer(args.text("buf")) + args.number("from", 0);
        int protection = 0;
        for (String name : Arguments.words(args.text("prot"), '|')) {
            Integer bits = PROTECTIONS.get(name);
            if (bits == null) {
                throw new UnknownNameException("no protection " + name);
            }
            protection |= bits;
        }
        return Observation.ret(
                replay.call(PlainSyscalls.MPROTECT, start, length(replay, args), protection));
    }

    /** Up to the end of the buffer, unless a length is given. */
    private static long length(AioReplay replay, Arguments args) {
        if (args.has("len")) {
            return args.number("len");
        }
        String buffer = args.text("buf");
        int plus = buffer.indexOf('+');
        String name = plus < 0 ? buffer : buffer.substring(0, plus);
        long offset = plus < 0 ? 0 : Arguments.numberOf(buffer.substring(plus + 1));
        return replay.names().bytesOfBuffer(name) - offset - args.number("from", 0);
    }
}
