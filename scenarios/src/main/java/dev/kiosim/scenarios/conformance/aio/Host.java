package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.vfs.DirectBufferRule;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;

/**
 * The machine that recordings were made on.
 *
 * @param possibleCpus CPUs the kernel counts with
 * @param onlineCpus CPUs that ran
 * @param pageBytes size of a page
 * @param aioMaxNr /proc/sys/fs/aio-max-nr
 * @param logicalBlockBytes of the device under the file system
 * @param config of the simulated kernel
 */
record Host(
        int possibleCpus,
        int onlineCpus,
        int pageBytes,
        long aioMaxNr,
        int logicalBlockBytes,
        KernelConfig config) {
    private static final int CPUS_DEFAULT = 2;
    private static final int BLOCK_DEFAULT = 512;

    /**
     * As {@code host.json} has it; what it leaves out is as on the machine of the first recordings.
     */
    static Host of(Json.Obj host) {
        int possible = (int) host.number("possible_cpus", CPUS_DEFAULT);
        int online = (int) Math.min(possible, host.number("online_cpus", possible));
        long maxNr = host.number("aio_max_nr", KernelConfig.AIO_MAX_NR_DEFAULT);
        KernelConfig usual = KernelConfig.of(Profile.MODERN, possible, CostTable.MODERN_VM);
        KernelConfig config = new KernelConfig(
                        usual.profile(),
                        possible,
                        online,
                        usual.costs(),
                        maxNr,
                        usual.knownAttributes(),
                        usual.workersMax(),
                        usual.workerIdleNanos(),
                        usual.timesliceNanos())
                .with(KernelConfig.PAGE_CACHE_PAGES_DEFAULT, DirectBufferRule.PAGE_PIECES);
        return new Host(
                possible,
                online,
                (int) host.number("page_size", AddressSpace.PAGE_BYTES),
                maxNr,
                (int) host.number("logical_block", BLOCK_DEFAULT),
                config);
    }
}
