package dev.kiosim.scenarios.run;

import dev.kiosim.block.CacheState;
import dev.kiosim.block.FailureReport;
import dev.kiosim.block.PowerCutReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What remains of a run when its completion stream has gone by. */
public final class RunSummary {
    private final Histogram latencies = new Histogram();
    private final long[] cacheStates = new long[CacheState.values().length];
    private final List<SyscallCount> syscalls = new ArrayList<>();
    private final Map<String, Map<String, Long>> devices = new LinkedHashMap<>();
    private final Map<String, Long> kernel = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> tasks = new LinkedHashMap<>();
    private final Map<String, Long> completionPath = new LinkedHashMap<>();
    private final Map<String, Long> findings = new LinkedHashMap<>();
    private final List<String> findingLines = new ArrayList<>();
    private final List<ReplayCount> replays = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private TraceCount trace = new TraceCount(false, Map.of(), 0, 0);
    private final PowerCutReport powerCuts = new PowerCutReport();
    private final FailureReport losses = new FailureReport();
    private final List<String> panics = new ArrayList<>();
    private final List<String> kernelLog = new ArrayList<>();
    private final StreamDigest digest = new StreamDigest();
    long completions;
    long errors;
    long bytes;
    long refused;
    long endNanos;
    long events;
    long cpuNanos;
    long interruptNanos;
    long seed;

    /** Calls of one name: how many, and their time from entry to exit. */
    public record SyscallCount(String name, long calls, long nanos) {}

    /** What became of the lines of a trace. */
    public record ReplayCount(
            String path,
            long lines,
            long records,
            long others,
            long comments,
            long bad,
            long discards,
            long cut) {}

    /**
     * What became of the records of tracepoints.
     *
     * @param isOn whether any were recorded
     * @param hits by tracepoint, those never hit left out
     */
    public record TraceCount(boolean isOn, Map<String, Long> hits, long written, long lost) {
        TraceCount plus(TraceCount other) {
            Map<String, Long> sums = new LinkedHashMap<>(hits);
            other.hits.forEach((name, count) -> sums.merge(name, count, Long::sum));
            return new TraceCount(
                    isOn || other.isOn, sums, written + other.written, lost + other.lost);
        }

        /** Records that were read, or are in the buffers. */
        public long kept() {
            return written - lost;
        }
    }

    RunSummary() {}

    /** What became of the records of tracepoints. */
    public TraceCount trace() {
        return trace;
    }

    /** Adds those of a boot. */
    void countTrace(TraceCount counted) {
        trace = trace.plus(counted);
    }

    /** What power cuts have cost. */
    public PowerCutReport powerCuts() {
        return powerCuts;
    }

    /** What failures of devices have cost. */
    public FailureReport losses() {
        return losses;
    }

    /** Why the machine stood still, each time. */
    public List<String> panics() {
        return panics;
    }

    /** What devices said in the kernel's log, where a device was told to fail. */
    public List<String> kernelLog() {
        return kernelLog;
    }

    /** IOs that completed, whatever their result. */
    public long completions() {
        return completions;
    }

    /** Completions with a negative result. */
    public long errors() {
        return errors;
    }

    /** Sum of the results that are not negative. */
    public long bytes() {
        return bytes;
    }

    /** iocbs of workloads and traces that submit refused. */
    public long refused() {
        return refused;
    }

    /** Simulated time at the end. */
    public long endNanos() {
        return endNanos;
    }

    /** Events the engine fired. */
    public long events() {
        return events;
    }

    /** CPU time of all tasks, nanoseconds. */
    public long cpuNanos() {
        return cpuNanos;
    }

    /** CPU time of interrupts, nanoseconds. */
    public long interruptNanos() {
        return interruptNanos;
    }

    /** The seed that was used. */
    public long seed() {
        return seed;
    }

    /** Times from submission to completion. */
    public Histogram latencies() {
        return latencies;
    }

    /** How many completions told each cache state; those whose ABI could not tell are not in it. */
    public Map<String, Long> cacheStates() {
        Map<String, Long> told = new LinkedHashMap<>();
        for (CacheState state : CacheState.values()) {
            if (state != CacheState.NONE && cacheStates[state.code()] > 0) {
                told.put(state.label(), cacheStates[state.code()]);
            }
        }
        return told;
    }

    void countCacheState(CacheState state) {
        cacheStates[state.code()]++;
    }

    /** System calls by name, in the order of their numbers; those never made are left out. */
    public List<SyscallCount> syscalls() {
        return syscalls;
    }

    /** Adds to the calls of a name, of this boot or of one before. */
    void addCalls(String name, long calls, long nanos) {
        for (int i = 0; i < syscalls.size(); i++) {
            SyscallCount before = syscalls.get(i);
            if (before.name().equals(name)) {
                long all = before.calls() + calls;
                syscalls.set(i, new SyscallCount(name, all, before.nanos() + nanos));
                return;
            }
        }
        syscalls.add(new SyscallCount(name, calls, nanos));
    }

    /** How often the call of that name was made. */
    public long calls(String name) {
        return syscalls.stream()
                .filter(call -> call.name().equals(name))
                .mapToLong(SyscallCount::calls)
                .sum();
    }

    /** Counters of each device, by name. */
    public Map<String, Map<String, Long>> devices() {
        return devices;
    }

    /** Counters of the kernel: workers and syslets. */
    public Map<String, Long> kernel() {
        return kernel;
    }

    /** The block IO accounted to each user task: bios, read_bytes and write_bytes, by its name. */
    public Map<String, Map<String, Long>> tasks() {
        return tasks;
    }

    /** What the completion path counted: publications, wake-ups and so on. */
    public Map<String, Long> completionPath() {
        return completionPath;
    }

    /** What went wrong for programs because of the kernel: how often each kind of thing did. */
    public Map<String, Long> findings() {
        return findings;
    }

    /** The first of the findings, one line each. */
    public List<String> findingLines() {
        return findingLines;
    }

    /** What became of the lines of each trace. */
    public List<ReplayCount> replays() {
        return replays;
    }

    /** Expectations that did not hold, and calls that did not return what the scenario says. */
    public List<String> failures() {
        return failures;
    }

    /** Digest of the completion stream. */
    public StreamDigest digest() {
        return digest;
    }
}
