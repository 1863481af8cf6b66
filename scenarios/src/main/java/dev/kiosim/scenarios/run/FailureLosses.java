package dev.kiosim.scenarios.run;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.FailedExtent;
import dev.kiosim.block.FailureReason;
import dev.kiosim.block.FailureReport;
import dev.kiosim.block.LostSectors;
import dev.kiosim.block.Promise;
import dev.kiosim.block.PromiseLookup;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.vfs.VersionLedger;

/**
 * Adds up what failures have cost the devices of a machine: of the sectors that a device says it
 * has lost, those count whose content somebody had been promised.
 */
final class FailureLosses {
    private final FailureReport report;

    FailureLosses(FailureReport report) {
        this.report = report;
    }

    /** Adds the losses of all devices; once for a machine. */
    void add(Machine machine) {
        machine.devices().values().forEach(device -> {
            VersionLedger ledger = machine.kernel().ledgers().get(device);
            add(device, ledger);
            if (ledger != null) {
                report.countReadOld(ledger.sectorsReadOld());
            }
        });
    }

    private void add(BlockDevice device, @Nullable VersionLedger ledger) {
        DurabilityLedger told = ledger == null ? null : ledger.promises();
        PromiseLookup promises = told == null ? null : new PromiseLookup(told);
        device.forEachLost((first, count, reason, found, expected) -> {
            for (long sector = first; sector < first + count; sector++) {
                report.count(extent(device, sector, reason, found, expected, promises));
            }
        });
    }

    private static FailedExtent extent(
            BlockDevice device,
            long sector,
            FailureReason reason,
            long found,
            long expected,
            @Nullable PromiseLookup promises) {
        long version = expected;
        Promise promise = Promise.UNTRACKED;
        if (promises != null && promises.acknowledgedVersion(sector) > 0) {
            version = promises.acknowledgedVersion(sector);
            promise = promises.brokenBy(sector, found);
        } else if (expected != LostSectors.UNKNOWN || reason == FailureReason.WRITE_FAILED) {
            promise = Promise.NONE; // versions are tracked, and none was acknowledged
        }
        return new FailedExtent(device.name(), sector, 1, reason, promise, found, version);
    }
}
