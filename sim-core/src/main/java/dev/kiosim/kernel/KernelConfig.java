package dev.kiosim.kernel;

import dev.kiosim.config.ConfigException;
import dev.kiosim.kernel.vfs.DirectBufferRule;

/**
 * What a kernel is built with; checked when built.
 *
 * @param profile whose behaviour
 * @param possibleCpus CPUs the kernel counts with: sizes rings and slot batches
 * @param onlineCpus CPUs that run tasks, 1 to {@code possibleCpus}
 * @param costs CPU costs
 * @param aioMaxNr {@code /proc/sys/fs/aio-max-nr}, 0 to 2^32-1
 * @param knownAttributes bit n set: this kernel knows the attribute with id n
 * @param workersMax most worker threads at once, at least 1
 * @param workerIdleNanos how long an idle worker stays
 * @param timesliceNanos how long a task keeps its CPU while others wait for it
 * @param pageCachePages capacity of the page cache, in pages of 4 KiB
 * @param directBuffers which user buffers direct IO accepts
 * @param syslets tasks that return to user space in the place of others
 */
public record KernelConfig(
        Profile profile,
        int possibleCpus,
        int onlineCpus,
        CostTable costs,
        long aioMaxNr,
        long knownAttributes,
        int workersMax,
        long workerIdleNanos,
        long timesliceNanos,
        int pageCachePages,
        DirectBufferRule directBuffers,
        SysletConfig syslets) {

    /** Source: Linux fs/aio.c, aio_max_nr. */
    public static final long AIO_MAX_NR_DEFAULT = 0x10000;
    /** Every attribute of the reference. */
    public static final long ALL_ATTRIBUTES = -1L;

    /** Pages of the page cache unless told otherwise: 1 GiB. Assumed. */
    public static final int PAGE_CACHE_PAGES_DEFAULT = 1 << 18;

    public KernelConfig {
        if (possibleCpus < 1 || possibleCpus > 8192) {
            throw new ConfigException("possible_cpus", possibleCpus, "1 to 8192");
        }
        if (onlineCpus < 1 || onlineCpus > possibleCpus) {
            throw new ConfigException(
                    "cpus", onlineCpus, "1 to possible_cpus, which is " + possibleCpus);
        }
        if (aioMaxNr < 0 || aioMaxNr > 0xffffffffL) {
            throw new ConfigException("aio_max_nr", aioMaxNr, "0 to 4294967295");
        }
        if (pageCachePages < 64) {
            throw new ConfigException("page_cache", pageCachePages, "at least 64 pages");
        }
        if (workersMax < 1) {
            throw new ConfigException("workers_max", workersMax, "at least 1");
        }
    }

    /** With a page cache of the usual size, and the rule for direct IO that is to be relied on. */
    public KernelConfig(
            Profile profile,
            int possibleCpus,
            int onlineCpus,
            CostTable costs,
            long aioMaxNr,
            long knownAttributes,
            int workersMax,
            long workerIdleNanos,
            long timesliceNanos) {
        this(
                profile,
                possibleCpus,
                onlineCpus,
                costs,
                aioMaxNr,
                knownAttributes,
                workersMax,
                workerIdleNanos,
                timesliceNanos,
                PAGE_CACHE_PAGES_DEFAULT,
                DirectBufferRule.LOGICAL_BLOCK,
                SysletConfig.usual());
    }

    /** The same kernel with a page cache of {@code pages}, and a rule for direct IO. */
    public KernelConfig with(int pages, DirectBufferRule rule) {
        return with(pages, rule, syslets);
    }

    /** The same kernel with other syslets. */
    public KernelConfig with(SysletConfig other) {
        return with(pageCachePages, directBuffers, other);
    }

    private KernelConfig with(int pages, DirectBufferRule rule, SysletConfig newSyslets) {
        return new KernelConfig(
                profile,
                possibleCpus,
                onlineCpus,
                costs,
                aioMaxNr,
                knownAttributes,
                workersMax,
                workerIdleNanos,
                timesliceNanos,
                pages,
                rule,
                newSyslets);
    }

    /**
     * A kernel of {@code profile} with {@code cpus} CPUs and the given costs; all else as usual.
     */
    public static KernelConfig of(Profile profile, int cpus, CostTable costs) {
        return new KernelConfig(
                profile,
                cpus,
                cpus,
                costs,
                AIO_MAX_NR_DEFAULT,
                ALL_ATTRIBUTES,
                32, // assumed
                300_000_000_000L, // Linux kernel/workqueue.c, IDLE_WORKER_TIMEOUT: 300 s
                3_000_000L); // assumed: about a base slice of the fair scheduler
    }
}
