package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Buffers, iovecs, iocbs and the ring as user space sees it. */
final class LiveMemory {
    private static final Map<String, Integer> OPCODES = Map.of(
            "PREAD", 0, "PWRITE", 1, "FSYNC", 2, "FDSYNC", 3, "POLL", 5, "NOOP", 6, "PREADV", 7,
            "PWRITEV", 8);
    private static final Map<String, Integer> PROTECTIONS =
            Map.of("PROT_NONE", 0, "PROT_READ", 1, "PROT_WRITE", 2);
    private static final int IOVEC_BYTES = 16;
    private static final int BYTES_SHOWN = 9;
    private static final int MREMAP_MAYMOVE = 1;

    private LiveMemory() {}

    static void addTo(Map<String, LiveAction> table) {
        table.put("buffer", LiveMemory::buffer);
        table.put("iovec", LiveMemory::iovec);
        table.put("iocb", LiveMemory::iocb);
        table.put("read_iocb_key", LiveMemory::readIocbKey);
        table.put("buffer_bytes", LiveMemory::bufferBytes);
        table.put("munmap", LiveMemory::munmap);
        table.put("mprotect", LiveMemory::mprotect);
        table.put("user_reap", LiveMemory::userReap);
        table.put("user_store_ring", LiveMemory::userStoreRing);
        table.put("read_ring_slot", LiveMemory::readRingSlot);
        table.put("wait_until_tail", LiveMemory::waitUntilTail);
        table.put("munmap_ring", LiveMemory::munmapRing);
        table.put("mremap_ring", LiveMemory::mremapRing);
        table.put("msync_ring", LiveMemory::msyncRing);
    }

    private static Json.Obj buffer(LiveCase live, Args args) {
        long bytes = args.number("len");
        long address = live.names.map(bytes);
        Libc.fill(address, bytes, (int) args.number("fill", 0));
        live.names.nameBuffer(args.text("buf"), address, bytes);
        return new Json.Obj();
    }

    private static Json.Obj iovec(LiveCase live, Args args) {
        List<Json> segments = args.list("segs");
        long count = args.number("count", segments.size());
        long array = live.names.map(Math.max(1, count * IOVEC_BYTES));
        for (int i = 0; i < count && !segments.isEmpty(); i++) {
            Json shown = segments.get(Math.min(i, segments.size() - 1));
            Args segment = new Args((Json.Obj) shown);
            Libc.putLong(array + (long) i * IOVEC_BYTES, live.names.pointer(segment.text("base")));
            Libc.putLong(array + (long) i * IOVEC_BYTES + 8, segment.number("len"));
        }
        live.names.nameBuffer(args.text("iovec"), array, count * IOVEC_BYTES);
        return new Json.Obj();
    }

    private static Json.Obj iocb(LiveCase live, Args args) {
        String opcode = args.text("aio_lio_opcode", "0");
        Integer known = OPCODES.get(opcode);
        String buf = args.text("poll_events", args.text("aio_buf", "NULL"));
        long at = live.names.iocbToFill(args.text("iocb"));
        Libc.putLong(at, args.number("aio_data", 0));
        Libc.putInt(at + 8, (int) args.number("aio_key", 0));
        Libc.putInt(at + 12, (int) args.number("aio_rw_flags", 0));
        Libc.putShort(at + 16, known == null ? Integer.parseInt(opcode) : known);
        Libc.putShort(at + 18, (int) args.number("aio_reqprio", 0));
        Libc.putInt(at + 20, live.names.file(args.text("aio_fildes", "0")));
        Libc.putLong(at + 24, live.names.pointer(buf));
        Libc.putLong(at + 32, args.number("aio_nbytes", 0));
        Libc.putLong(at + 40, args.number("aio_offset", 0));
        Libc.putLong(at + 48, args.number("aio_reserved2", 0));
        Libc.putInt(at + 56, (int) args.number("aio_flags", 0));
        Libc.putInt(at + 60, live.names.file(args.text("aio_resfd", "0")));
        return new Json.Obj();
    }

    private static Json.Obj readIocbKey(LiveCase live, Args args) {
        long key = Libc.getInt(live.names.iocb(args.text("iocb")) + 8) & 0xffffffffL;
        return new Json.Obj().put("ret", Json.of(key));
    }

    private static Json.Obj bufferBytes(LiveCase live, Args args) {
        long from = live.names.pointer(args.text("buf")) + args.number("offset", 0);
        byte[] bytes = Libc.read(from, BYTES_SHOWN);
        List<Json> shown = new ArrayList<>();
        for (byte each : bytes == null ? new byte[0] : bytes) {
            shown.add(Json.of(each & 0xff));
        }
        return new Json.Obj().put("bytes", new Json.Array(shown));
    }

    private static long lengthOf(LiveCase live, Args args) {
        return args.has("len")
                ? args.number("len")
                : live.names.bytesFrom(args.text("buf")) - args.number("from", 0);
    }

    private static Json.Obj munmap(LiveCase live, Args args) {
        long start = live.names.pointer(args.text("buf")) + args.number("from", 0);
        return LiveCase.ret(Libc.makeHole(start, lengthOf(live, args)));
    }

    private static Json.Obj mprotect(LiveCase live, Args args) {
        long start = live.names.pointer(args.text("buf")) + args.number("from", 0);
        int protection = 0;
        for (String name : args.text("prot").split("\\|", -1)) {
            protection |= PROTECTIONS.get(name);
        }
        return LiveCase.ret(Libc.call(Libc.MPROTECT, start, lengthOf(live, args), protection));
    }

    private static Json.Obj userReap(LiveCase live, Args args) {
        LiveContext context = ring(live, args);
        long ring = context.address();
        long most = args.number("max");
        long nr = Libc.getInt(ring + LiveContext.offset("nr")) & 0xffffffffL;
        long head = Libc.getInt(ring + LiveContext.offset("head")) & 0xffffffffL;
        long array = live.names.map(Math.max(1, most) * LiveContext.EVENT_BYTES);
        long count = 0;
        while (count < most
                && head != (Libc.getInt(ring + LiveContext.offset("tail")) & 0xffffffffL)) {
            long slot = ring + LiveContext.HEADER_BYTES + head * LiveContext.EVENT_BYTES;
            byte[] event = Libc.read(slot, LiveContext.EVENT_BYTES);
            if (event == null) {
                throw new NoSuchNameException("slot " + head);
            }
            Libc.put(array + count * LiveContext.EVENT_BYTES, event);
            head = (head + 1) % nr;
            Libc.putInt(ring + LiveContext.offset("head"), (int) head);
            count++;
        }
        Json.Obj seen = LiveCase.ret(count);
        LiveCalls.addEvents(live, context, seen, array, count);
        return seen;
    }

    private static Json.Obj userStoreRing(LiveCase live, Args args) {
        long ring = ring(live, args).address();
        String field = args.text("field");
        int value = (int) args.number("value");
        Libc.putInt(ring + LiveContext.offset(field), value);
        if (field.equals("head")) {
            live.context(args.text("ctx")).headStored();
        }
        if (field.equals("tail")) {
            live.context(args.text("ctx")).tailStored(value);
        }
        return new Json.Obj();
    }

    private static Json.Obj readRingSlot(LiveCase live, Args args) {
        long ring = ring(live, args).address();
        long at = args.has("slot")
                ? LiveContext.HEADER_BYTES + args.number("slot") * LiveContext.EVENT_BYTES
                : args.number("byte_offset");
        if (live.context(args.text("ctx")).hasShuffledLeftovers()) {
            return new Json.Obj();
        }
        return LiveCalls.event(live, ring + at);
    }

    private static Json.Obj waitUntilTail(LiveCase live, Args args) {
        long tail = live.names.context(args.text("ctx")) + LiveContext.offset("tail");
        for (int i = 0; i < 10_000; i++) {
            if (Libc.getInt(tail) == args.number("tail")) {
                return LiveCase.ret(0);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000);
        }
        return LiveCase.ret(-1);
    }

    /** The context of the step, whose ring must be mapped: the JVM is to survive. */
    private static LiveContext ring(LiveCase live, Args args) {
        LiveContext context = live.context(args.text("ctx"));
        if (context == null || !context.isMapped()) {
            throw new NoSuchNameException(args.text("ctx"));
        }
        return context;
    }

    private static Json.Obj munmapRing(LiveCase live, Args args) {
        LiveContext context = ring(live, args);
        long result = Libc.call(Libc.MUNMAP, context.address(), context.ringBytes());
        live.names.holdUnmapped(context.address(), context.ringBytes());
        return LiveCase.ret(result);
    }

    private static Json.Obj mremapRing(LiveCase live, Args args) {
        String name = args.text("ctx");
        long ring = ring(live, args).address();
        long bytes = ring(live, args).ringBytes();
        long hole = Libc.map(bytes); // a place to move to: it would stay where it is without one
        Libc.unmap(hole, bytes);
        long moved = Libc.call(Libc.MREMAP, ring, bytes, bytes, MREMAP_MAYMOVE | 2, hole);
        if (moved < 0) {
            return LiveCase.ret(moved);
        }
        LiveContext context = live.contexts.remove(name);
        context.movedTo(moved);
        live.contexts.put(args.text("new_name"), context);
        live.names.contexts.put(args.text("new_name"), moved);
        return LiveCase.ret(0);
    }

    private static Json.Obj msyncRing(LiveCase live, Args args) {
        long ring = live.names.context(args.text("ctx"));
        return LiveCase.ret(Libc.call(Libc.MSYNC, ring, Libc.PAGE_BYTES, 0));
    }
}
