package dev.kiosim.devices.scheduler;

import dev.kiosim.config.ConfigException;

/**
 * The parameters of deadline.
 *
 * @param readExpireNanos age at which a read is due
 * @param writeExpireNanos age at which a write is due
 * @param fifoBatch requests of one direction in a row
 * @param writesStarved batches of reads that may pass over waiting writes
 * @param prioAgingExpireNanos how long a request of a lower priority class waits for higher ones
 * @param frontMerges whether bios merge at the front of requests
 */
public record DeadlineConfig(
        long readExpireNanos,
        long writeExpireNanos,
        int fifoBatch,
        int writesStarved,
        long prioAgingExpireNanos,
        FrontMerges frontMerges) {
    /** Whether bios merge at the front of requests: rare, and costs a look-up. */
    public enum FrontMerges {
        ON,
        OFF
    }

    /** Linux's defaults. Source: block/mq-deadline.c. */
    public static final DeadlineConfig DEFAULT = new DeadlineConfig(
            500_000_000L, 5_000_000_000L, 16, 2, 10_000_000_000L, FrontMerges.ON);

    /** Checks the ranges. */
    public DeadlineConfig {
        if (readExpireNanos < 0) {
            throw new ConfigException("read_expire", readExpireNanos, "0 or more, such as 500ms");
        }
        if (writeExpireNanos < 0) {
            throw new ConfigException("write_expire", writeExpireNanos, "0 or more, such as 5s");
        }
        if (fifoBatch < 1) {
            throw new ConfigException("fifo_batch", fifoBatch, "at least 1");
        }
        if (writesStarved < 0) {
            throw new ConfigException("writes_starved", writesStarved, "0 or more");
        }
        if (prioAgingExpireNanos < 0) {
            throw new ConfigException("prio_aging_expire", prioAgingExpireNanos, "0 or more");
        }
    }

    boolean mergesAtFront() {
        return frontMerges == FrontMerges.ON;
    }
}
