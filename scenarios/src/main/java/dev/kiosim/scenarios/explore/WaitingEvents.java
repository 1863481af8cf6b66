package dev.kiosim.scenarios.explore;

import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.kernel.aio.IocbNoctxView;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.kernel.aio.KioctxV2;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.program.LessonProgram;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The events that wait to be taken: in rings, on overflow lists, on completion lists in user
 * memory. How many there are of each {@code data}.
 */
final class WaitingEvents {
    /** A list longer than this is a circle. */
    private static final int LIST_MAX = 10_000;

    private final Map<Long, Long> counts = new LinkedHashMap<>();

    private WaitingEvents() {}

    /** Those of {@code run}, at this moment. */
    static Map<Long, Long> of(ScenarioRun run) {
        WaitingEvents waiting = new WaitingEvents();
        for (KioctxV2 context : run.machine().newAbi().contexts()) {
            context.waiting(waiting::add);
        }
        Set<Long> rings = new LinkedHashSet<>(); // threads know the same ones
        Set<Long> lists = new LinkedHashSet<>();
        for (LessonProgram program : run.lessons()) {
            if (program.task() != null) {
                AddressSpace memory = program.task().memory();
                program.contexts(ring -> waiting.addClassicRing(memory, ring, rings));
                program.lists(list -> waiting.addList(memory, list, lists));
            }
        }
        return waiting.counts;
    }

    private void add(long data) {
        counts.merge(data, 1L, Long::sum);
    }

    private void addClassicRing(AddressSpace memory, long address, Set<Long> seen) {
        AioRingView ring = new AioRingView().wrap(memory, address);
        boolean isClassic = memory.isReadable(address, AioRingView.SIZE_BYTES)
                && ring.magic() == AioRingView.MAGIC;
        if (!isClassic || !seen.add(address)) {
            return;
        }
        IoEventView event = new IoEventView();
        int at = Integer.remainderUnsigned(ring.head(), ring.nr());
        while (at != ring.tail()) {
            add(event.wrap(memory, ring.eventAddress(at)).data());
            at = at + 1 == ring.nr() ? 0 : at + 1;
        }
    }

    private void addList(AddressSpace memory, long head, Set<Long> seen) {
        if (!memory.isReadable(head, Long.BYTES) || !seen.add(head)) {
            return;
        }
        long at = memory.getLong(head);
        for (int i = 0; i < LIST_MAX && memory.isReadable(at, IocbNoctxView.SIZE_BYTES); i++) {
            add(new IocbView().wrap(memory, at).data());
            at = new IocbNoctxView().wrap(memory, at).link();
        }
    }
}
