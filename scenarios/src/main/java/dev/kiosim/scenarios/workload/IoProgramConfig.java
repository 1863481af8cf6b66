package dev.kiosim.scenarios.workload;

import dev.kiosim.config.ConfigException;

/**
 * How a program keeps requests in flight; names and meaning are fio's.
 *
 * @param iodepth requests in flight, at least 1
 * @param submitBatch most iocbs handed to one submit call
 * @param reapBatchMin fewest events to wait for; 0 polls
 * @param reapsInUserSpace takes events from the mapped ring before it asks the kernel
 * @param thinkNanos pause after events were taken
 * @param startDelayNanos pause before anything is done
 */
public record IoProgramConfig(
        int iodepth,
        int submitBatch,
        int reapBatchMin,
        boolean reapsInUserSpace,
        long thinkNanos,
        long startDelayNanos) {
    public IoProgramConfig {
        if (iodepth < 1) {
            throw new ConfigException("iodepth", iodepth, "at least 1");
        }
        if (submitBatch < 1) {
            throw new ConfigException("iodepth_batch_submit", submitBatch, "at least 1");
        }
        if (reapBatchMin > iodepth) {
            throw new ConfigException(
                    "iodepth_batch_complete_min",
                    reapBatchMin,
                    "at most iodepth, which is " + iodepth);
        }
    }
}
