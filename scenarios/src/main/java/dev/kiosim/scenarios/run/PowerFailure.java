package dev.kiosim.scenarios.run;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.PowerCutCheck;
import dev.kiosim.block.PowerCutReport;
import dev.kiosim.kernel.vfs.VersionLedger;
import dev.kiosim.scenarios.Scenario;

/**
 * What a power cut does to a machine: all but what the drives hold is gone, and a new machine
 * starts over that. Everything that was ever written is read back from it and compared with what
 * was promised.
 */
final class PowerFailure {
    private final Scenario scenario;
    private final RunOptions options;
    private final PowerCutReport report;

    /** Of the machines of {@code scenario}; {@code report} counts what is lost. */
    PowerFailure(Scenario scenario, RunOptions options, PowerCutReport report) {
        this.scenario = scenario;
        this.options = options;
        this.report = report;
    }

    /**
     * The power of {@code before} fails; returns the machine of the next boot, which has been
     * checked.
     *
     * @throws dev.kiosim.engine.InvariantViolation if promised data are lost, and neither a hole of
     *     a device explains it nor a device that was to fail
     * @throws StuckException if a device does not answer any more
     */
    Machine strike(Machine before, PowerCut how) {
        before.devices().values().forEach(device -> device.cutPower(how));
        Machine after = new MachineBuilder(scenario, options).after(before).build();
        report.countCut();
        before.kernel().ledgers().forEach((device, ledger) -> readBack(device, ledger, after));
        if (report.notAllowed() > 0 && !scenario.hasFailingDevice()) {
            throw violated("a power cut took what was promised: %s", report.lost());
        }
        return after;
    }

    private void readBack(BlockDevice before, VersionLedger ledger, Machine machine) {
        BlockDevice after = machine.device(before.name());
        VersionLedger next = machine.kernel().ledgerOf(after);
        DurabilityLedger promises = ledger.promises();
        if (next == null || promises == null) {
            return;
        }
        PowerCutCheck check = new PowerCutCheck(machine.engine(), before, after, promises, report);
        if (!check.run()) {
            throw new StuckException(
                    after.name() + " does not answer after the power cut: " + after.waitsFor());
        }
        check.forEachFound((sector, stamp) ->
                next.restart(ledger, sector, stamp, after.leastLater(sector, stamp)));
    }
}
