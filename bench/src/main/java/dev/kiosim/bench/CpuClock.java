package dev.kiosim.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time of this process: user and system, compiler and collector threads included. */
final class CpuClock {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS_PER_SECOND = 1e9;

    private CpuClock() {}

    /** CPU seconds since the process began. */
    static double seconds() {
        return PROCESS.getProcessCpuTime() / NANOS_PER_SECOND;
    }
}
