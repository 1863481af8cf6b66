package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What user space does with a ring: reap, store, look, move, unmap. */
final class RingActions {
    private static final List<String> FIELDS = List.of(
            "id",
            "nr",
            "head",
            "tail",
            "magic",
            "compat_features",
            "incompat_features",
            "header_length");
    private static final long POLL_NANOS = 1_000_000;
    private static final int POLLS_MAX = 10_000;
    private static final int MREMAP_MAYMOVE = 1;

    private RingActions() {}

    static void addTo(Map<String, Action> table) {
        table.put("user_reap", RingActions::userReap);
        table.put("user_store_ring", RingActions::userStoreRing);
        table.put("read_ring_slot", RingActions::readRingSlot);
        table.put("wait_until_tail", RingActions::waitUntilTail);
        table.put("munmap_ring", RingActions::munmapRing);
        table.put("mremap_ring", RingActions::mremapRing);
        table.put("msync_ring", RingActions::msyncRing);
    }

    /** Offset of a header field. */
    static long offset(String field) {
        int index = FIELDS.indexOf(field);
        if (index < 0) {
            throw new UnknownNameException("a ring has no field " + field);
        }
        return (long) index * Integer.BYTES;
    }

    /** The header of a ring, as recordings write it. */
    static Json header(AddressSpace memory, long ring) {
        if (!memory.isReadable(ring, AioRingView.SIZE_BYTES)) {
            return Json.of("unmapped");
        }
        Json.Obj header = new Json.Obj();
        for (String field : FIELDS) {
            header.put(field, Json.of(memory.getInt(ring + offset(field)) & 0xffffffffL));
        }
        return header;
    }

    private static Observation userReap(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        long most = args.number("max", Long.MAX_VALUE);
        long nr = replay.loadInt(ring + offset("nr"));
        long head = replay.loadInt(ring + offset("head"));
        List<Json> events = new ArrayList<>();
        IoEventView view = new IoEventView();
        while (events.size() < most && head != replay.loadInt(ring + offset("tail"))) {
            long event = ring + AioRingView.SIZE_BYTES + head * IoEventView.SIZE_BYTES;
            view.wrap(replay.memory(), event);
            events.add(EventList.event(replay.names(), view));
            head = (head + 1) % nr;
            replay.storeInt(ring + offset("head"), head);
        }
        return EventList.addTo(Observation.ret(events.size()), events);
    }

    private static Observation userStoreRing(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        replay.storeInt(ring + offset(args.text("field")), args.number("value"));
        return Observation.none();
    }

    private static Observation readRingSlot(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        long at = args.has("slot")
                ? AioRingView.SIZE_BYTES + args.number("slot") * IoEventView.SIZE_BYTES
                : args.number("byte_offset");
        IoEventView view = new IoEventView().wrap(replay.memory(), ring + at);
        Observation seen = Observation.none();
        EventList.event(replay.names(), view).fields().forEach(seen::with);
        return seen;
    }

    private static Observation waitUntilTail(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        long wanted = args.number("tail");
        for (int i = 0; i < POLLS_MAX; i++) {
            if (replay.loadInt(ring + offset("tail")) == wanted) {
                return Observation.ret(0);
            }
            replay.sleep(POLL_NANOS);
        }
        return Observation.ret(-1);
    }

    private static long mappedBytes(AioReplay replay, long ring) {
        long bytes = 0;
        while (replay.memory().isMapped(ring + bytes)) {
            bytes += AddressSpace.PAGE_BYTES; // an unmapped page follows every mapping
        }
        return Math.max(bytes, AddressSpace.PAGE_BYTES);
    }

    private static Observation munmapRing(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        long bytes = mappedBytes(replay, ring);
        return Observation.ret(replay.call(PlainSyscalls.MUNMAP, ring, bytes));
    }

    private static Observation mremapRing(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        long bytes = mappedBytes(replay, ring);
        long moved = replay.call(PlainSyscalls.MREMAP, ring, bytes, bytes, MREMAP_MAYMOVE);
        if (moved < 0) {
            return Observation.ret(moved);
        }
        replay.names().nameContext(args.text("new_name"), moved);
        return Observation.ret(0);
    }

    private static Observation msyncRing(AioReplay replay, Arguments args) {
        long ring = replay.names().context(args.text("ctx"));
        long bytes = mappedBytes(replay, ring);
        return Observation.ret(replay.call(PlainSyscalls.MSYNC, ring, bytes, 0));
    }
}
