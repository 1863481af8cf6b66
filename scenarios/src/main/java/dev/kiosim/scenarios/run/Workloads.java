package dev.kiosim.scenarios.run;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.scenarios.workload.AccessPattern;
import dev.kiosim.scenarios.workload.IoProgramConfig;
import dev.kiosim.scenarios.workload.WorkloadConfig;

/** Turns the settings of a workload, in fio's words, into its records. */
final class Workloads {
    private static final int PRIORITY_CLASS_SHIFT = 13;

    private Workloads() {}

    /** A file opened for a workload. */
    record Opened(int fd, long sizeBytes) {}

    static Opened open(OpenFiles files, Settings settings, Process process) {
        String rw = settings.text("rw");
        int access = switch (rw) {
            case "read", "randread" -> OpenFile.O_RDONLY;
            case "write", "randwrite" -> OpenFile.O_WRONLY;
            default -> OpenFile.O_RDWR;
        };
        String name = settings.text("filename");
        int direct = settings.flag("direct") ? OpenFile.O_DIRECT : 0;
        int fd = process.files().install(files.open(name, access | direct));
        return new Opened(fd, files.sizeBytes(name));
    }

    static WorkloadConfig config(Settings settings, long fileBytes) {
        long offset = settings.number("offset");
        long size = settings.has("size") ? settings.number("size") : fileBytes - offset;
        if (offset < 0 || size > fileBytes - offset) {
            throw new ConfigException(
                    "size",
                    size + " bytes from offset " + offset,
                    "at most the file, " + fileBytes + " bytes");
        }
        return new WorkloadConfig(
                pattern(settings),
                readPercentage(settings),
                (int) settings.number("bs"),
                offset,
                size,
                numberOrZero(settings, "number_ios"),
                numberOrZero(settings, "io_size"),
                numberOrZero(settings, "runtime"),
                settings.flag("time_based"),
                numberOrZero(settings, "rate_iops"),
                settings.number("fsync"),
                (int) numberOrZero(settings, "cmdprio_percentage"),
                (int) (settings.number("cmdprio_class") << PRIORITY_CLASS_SHIFT
                        | settings.number("cmdprio")));
    }

    private static AccessPattern pattern(Settings settings) {
        if (!settings.text("rw").startsWith("rand")) {
            return new AccessPattern.Sequential();
        }
        String distribution = settings.text("random_distribution");
        if (distribution.startsWith("zipf:")) {
            return new AccessPattern.ZipfRanks(parameter(distribution));
        }
        if (distribution.startsWith("pareto:")) {
            return new AccessPattern.ParetoRanks(parameter(distribution));
        }
        return settings.flag("norandommap")
                ? new AccessPattern.Uniform()
                : new AccessPattern.RandomOnce();
    }

    private static double parameter(String distribution) {
        return Double.parseDouble(distribution.substring(distribution.indexOf(':') + 1));
    }

    private static int readPercentage(Settings settings) {
        return switch (settings.text("rw")) {
            case "read", "randread" -> 100;
            case "write", "randwrite" -> 0;
            default -> (int) settings.number("rwmixread");
        };
    }

    private static long numberOrZero(Settings settings, String key) {
        return settings.has(key) ? settings.number(key) : 0;
    }

    static IoProgramConfig programConfig(Settings settings) {
        return new IoProgramConfig(
                (int) settings.number("iodepth"),
                (int) settings.number("iodepth_batch_submit"),
                (int) settings.number("iodepth_batch_complete_min"),
                settings.flag("userspace_reap"),
                settings.number("thinktime"),
                settings.number("startdelay"));
    }
}
