package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The system calls of this kernel, by number, with a count and the time of each. Numbers are those
 * of x86-64; calls that only the proposal has begin at {@link #FIRST_OWN}. A call without a row
 * gives -ENOSYS.
 */
public final class SyscallTable {
    /** First number of the calls that no Linux has. */
    public static final int FIRST_OWN = 1000;

    private static final int LENGTH_FIRST = FIRST_OWN + 64;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private Syscall[] rows = new Syscall[LENGTH_FIRST];
    private long[] calls = new long[LENGTH_FIRST];
    private long[] nanos = new long[LENGTH_FIRST];

    /** Adds a row. */
    public SyscallTable add(int number, Syscall syscall) {
        if (number >= rows.length) {
            int length = Math.max(number + 1, rows.length * 2);
            rows = Arrays.copyOf(rows, length);
            calls = Arrays.copyOf(calls, length);
            nanos = Arrays.copyOf(nanos, length);
        }
        rows[number] = syscall;
        numbers.putIfAbsent(syscall.name(), number);
        return this;
    }

    /** The call of that number, or null. */
    public @Nullable Syscall find(int number) {
        return number >= 0 && number < rows.length ? rows[number] : null;
    }

    /** The number of the call of that name, or -1. */
    public int number(String name) {
        return numbers.getOrDefault(name, -1);
    }

    /** One more than the greatest number that may have a row. */
    public int length() {
        return rows.length;
    }

    /** How often call {@code number} has returned. */
    public long calls(int number) {
        return calls[number];
    }

    /**
     * How long call {@code number} took from entry to exit, sleeping included, nanoseconds in all.
     */
    public long nanos(int number) {
        return nanos[number];
    }

    long upfrontNanos(Task task, int number, SyscallArgs args) {
        Syscall syscall = find(number);
        return syscall == null ? 0 : syscall.upfrontNanos(task, args);
    }

    long call(Task task, int number, SyscallArgs args) {
        Syscall syscall = find(number);
        Tracer tracer = task.kernel().tracer();
        if (tracer.isOn()) {
            tracer.report(
                    KernelTracepoint.SYS_ENTER,
                    number,
                    args.asLong(0),
                    args.asLong(1),
                    task.operationStartedNanos());
        }
        return syscall == null ? -Errno.ENOSYS : syscall.call(task, args);
    }

    void returned(Task task, int number, long result, long tookNanos) {
        if (find(number) != null) {
            calls[number]++;
            nanos[number] += tookNanos;
        }
        Tracer tracer = task.kernel().tracer();
        if (tracer.isOn()) {
            long endsNanos = task.kernel().engine().nowNanos() + task.chargedNanos();
            tracer.report(KernelTracepoint.SYS_EXIT, number, result, tookNanos, endsNanos);
        }
    }
}
