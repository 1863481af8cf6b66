package dev.kiosim.kernel.syscall;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.PerProcess;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Signals;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * setitimer(ITIMER_REAL, new, old): SIGALRM for the process after a time, once; 0 withdraws it.
 *
 * <pre>
 * struct itimerval, 32 bytes
 * offset size type field             meaning
 *      0    8 s64  it_interval.sec   must be 0 here: no repetition
 *      8    8 s64  it_interval.usec  must be 0 here
 *     16    8 s64  it_value.sec      seconds
 *     24    8 s64  it_value.usec     microseconds, below 1000000
 * </pre>
 *
 * Source: Linux kernel/time/itimer.c.
 */
final class Setitimer implements Syscall {
    private static final int ITIMERVAL_BYTES = 32;
    private static final int VALUE_OFFSET = 16;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long SECONDS_MAX = 1L << 31;

    private final PerProcess<Alarm> alarms = new PerProcess<>(process -> new Alarm());

    @Override
    public String name() {
        return "setitimer";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long value = args.asLong(1);
        if (args.asInt(0) != 0) {
            return -Errno.EINVAL; // only ITIMER_REAL
        }
        if (!memory.isReadable(value, ITIMERVAL_BYTES)) {
            return -Errno.EFAULT;
        }
        long seconds = memory.getLong(value + VALUE_OFFSET);
        long micros = memory.getLong(value + VALUE_OFFSET + Long.BYTES);
        boolean repeats = memory.getLong(value) != 0 || memory.getLong(value + Long.BYTES) != 0;
        if (repeats || seconds < 0 || micros < 0 || micros >= MICROS_PER_SECOND) {
            return -Errno.EINVAL;
        }
        long total = Math.min(seconds, SECONDS_MAX) * MICROS_PER_SECOND + micros;
        alarms.of(task.process()).set(task, total * NANOS_PER_MICRO);
        return 0;
    }

    /** The alarm of one process. */
    private static final class Alarm {
        private @Nullable Timer timer;

        void set(Task task, long nanos) {
            Timer earlier = timer;
            if (earlier != null) {
                earlier.disarm();
            }
            if (nanos > 0) {
                Kernel kernel = task.kernel();
                Process process = task.process();
                timer = new Timer(kernel.engine(), () -> kernel.signal(process, Signals.SIGALRM));
                timer.arm(nanos);
            }
        }
    }
}
