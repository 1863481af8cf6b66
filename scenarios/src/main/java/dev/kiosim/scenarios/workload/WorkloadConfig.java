package dev.kiosim.scenarios.workload;

import dev.kiosim.config.ConfigException;

/**
 * One workload. Checked when built, so no later code validates it again. A limit of 0 is none.
 *
 * @param pattern how offsets spread
 * @param readPercentage share of reads, 0 to 100
 * @param blockBytes size of each IO
 * @param offsetBytes where the region begins in the file
 * @param sizeBytes length of the region, at least one block
 * @param numberIos ends after so many reads and writes
 * @param ioBytes ends after so many bytes
 * @param runtimeNanos ends after so much time
 * @param isTimeBased goes on until runtime is over
 * @param rateIops at most so many per second
 * @param fsyncEvery an fsync after so many writes
 * @param cmdprioPercentage share of IOs with a priority, 0 to 100
 * @param cmdprio that priority, as aio_reqprio takes it
 */
public record WorkloadConfig(
        AccessPattern pattern,
        int readPercentage,
        int blockBytes,
        long offsetBytes,
        long sizeBytes,
        long numberIos,
        long ioBytes,
        long runtimeNanos,
        boolean isTimeBased,
        long rateIops,
        long fsyncEvery,
        int cmdprioPercentage,
        int cmdprio) {
    public WorkloadConfig {
        if (blockBytes <= 0) {
            throw new ConfigException("bs", blockBytes, "at least 1 byte, such as 4KiB");
        }
        if (sizeBytes < blockBytes) {
            throw new ConfigException(
                    "bs",
                    blockBytes,
                    "at most the size of the region, which is " + sizeBytes + " bytes");
        }
        if (readPercentage < 0 || readPercentage > 100) {
            throw new ConfigException("rwmixread", readPercentage, "0 to 100");
        }
        if (pattern instanceof AccessPattern.ZipfRanks zipf && !(zipf.theta() > 0)) {
            throw new ConfigException(
                    "random_distribution",
                    "zipf:" + zipf.theta(),
                    "an exponent above 0, such as zipf:1.1");
        }
        if (pattern instanceof AccessPattern.ParetoRanks pareto
                && !(pareto.h() > 0 && pareto.h() < 1)) {
            throw new ConfigException(
                    "random_distribution",
                    "pareto:" + pareto.h(),
                    "between 0 and 1, such as pareto:0.2");
        }
    }
}
