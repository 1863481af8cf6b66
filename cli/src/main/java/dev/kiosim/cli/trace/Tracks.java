package dev.kiosim.cli.trace;

import dev.kiosim.trace.TraceNames;
import dev.kiosim.trace.TraceRecord;
import dev.kiosim.trace.Tracepoint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines of the picture: CPUs, the tasks of each process, the units of each device. Each gets
 * its name in the file when it is first needed. Numbers of lines are unique in the file, since some
 * viewers go by them alone; that of a task is its tid.
 */
final class Tracks {
    /** The CPUs, and their interrupts. */
    static final int CPUS = 1;
    /** Asynchronous requests. */
    static final int REQUESTS = 2;
    /** The page cache. */
    static final int PAGE_CACHE = 3;

    private static final int DEVICES = 10;
    private static final int PROCESSES = 100;
    private static final long OWN_LINES = 1 << 24; // above all tids
    private static final long LANES = 1 << 16;

    private final EventWriter events;
    private final TraceNames names;
    private final Map<Integer, Boolean> named = new LinkedHashMap<>();
    private final Map<Long, SliceTrack> cpus = new LinkedHashMap<>();
    private final Map<Long, TaskTrack> tasks = new LinkedHashMap<>();
    private final Map<String, Map<Long, SliceTrack>> units = new LinkedHashMap<>();
    private long linesMade;

    Tracks(EventWriter events, TraceNames names) {
        this.events = events;
        this.names = names;
    }

    /** What runs on a CPU. */
    SliceTrack cpu(long number) {
        SliceTrack track = cpus.get(number * 2);
        return track != null ? track : newCpu(number * 2, "CPU " + number);
    }

    /** The interrupts of a CPU. */
    SliceTrack interrupts(long number) {
        SliceTrack track = cpus.get(number * 2 + 1);
        return track != null ? track : newCpu(number * 2 + 1, "CPU " + number + " interrupts");
    }

    private SliceTrack newCpu(long key, String name) {
        SliceTrack track = newLine(process(CPUS, "CPUs"), name, key);
        cpus.put(key, track);
        return track;
    }

    /** What a task does, on a CPU or asleep. */
    TaskTrack task(long tid) {
        TaskTrack track = tasks.get(tid);
        return track != null ? track : newTask((int) tid);
    }

    private TaskTrack newTask(int tid) {
        int pid = process(PROCESSES + names.processOf(tid), names.processName(tid));
        line(pid, tid, names.task(tid), tid);
        TaskTrack track = new TaskTrack(new SliceTrack(events, pid, tid));
        tasks.put((long) tid, track);
        return track;
    }

    /** The unit {@code lane} of a device that has several: an arm, a chip. */
    SliceTrack unit(Tracepoint point, long device, long lane) {
        return unit(point.track(), device, lane);
    }

    /** What happens in a device, whichever unit does it. */
    SliceTrack marks(long device) {
        return unit("events", device, 0);
    }

    private SliceTrack unit(String name, long device, long lane) {
        Map<Long, SliceTrack> lanes = units.computeIfAbsent(name, any -> new LinkedHashMap<>());
        long key = device * LANES + lane;
        SliceTrack track = lanes.get(key);
        if (track == null) {
            track = newLine(device(device), name + " " + lane, key);
            lanes.put(key, track);
        }
        return track;
    }

    /** Pid of a device. */
    int device(long number) {
        return process(DEVICES + (int) number, "device " + names.device(number));
    }

    /** Pid of the asynchronous requests. */
    int requests() {
        return process(REQUESTS, "asynchronous requests");
    }

    /** Pid of what a counter counts. */
    int counted(Tracepoint point, long of) {
        return switch (point.fields().get(0)) {
            case "device" -> device(of);
            case "context" -> requests();
            default -> process(PAGE_CACHE, "page cache");
        };
    }

    private SliceTrack newLine(int pid, String name, long order) {
        long tid = OWN_LINES + linesMade++;
        line(pid, tid, name, order);
        return new SliceTrack(events, pid, tid);
    }

    private void line(int pid, long tid, String name, long order) {
        events.begin('M', pid, tid).name("thread_name").argument("name", name).end();
        events.begin('M', pid, tid)
                .name("thread_sort_index")
                .argument("sort_index", order)
                .end();
    }

    private int process(int pid, String name) {
        if (named.putIfAbsent(pid, true) == null) {
            events.begin('M', pid, 0)
                    .name("process_name")
                    .argument("name", name)
                    .end();
            events.begin('M', pid, 0)
                    .name("process_sort_index")
                    .argument("sort_index", pid)
                    .end();
        }
        return pid;
    }

    /** Ends all slices that are open at the end of the trace. */
    void closeAll(long nanos) {
        cpus.values().forEach(track -> close(track, nanos));
        tasks.values().forEach(track -> close(track.slices(), nanos));
        for (Map<Long, SliceTrack> lanes : units.values()) {
            lanes.values().forEach(track -> close(track, nanos));
        }
    }

    private static void close(SliceTrack track, long nanos) {
        track.endAllBut(0, Math.max(nanos, track.latestNanos()));
    }

    /** Where something that happened in {@code at} is shown. */
    SliceTrack whereItRan(TraceRecord at) {
        return at.task() != 0 ? task(at.task()).slices() : interrupts(at.cpu());
    }
}
