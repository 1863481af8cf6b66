package dev.kiosim.scenarios.run;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.CostTable;

/** The cost table that {@code machine.costs} describes: a preset, and what differs from it. */
final class Costs {
    private Costs() {}

    static CostTable of(Settings settings) {
        CostTable preset = preset(settings.text("preset"));
        return new CostTable(
                pick(settings, "syscall", preset.syscall()),
                pick(settings, "submit_iocb", preset.submitIocb()),
                pick(settings, "submit_direct", preset.submitDirect()),
                pick(settings, "attribute", preset.attribute()),
                pick(settings, "reap_event", preset.reapEvent()),
                pick(settings, "copy_page", preset.copyPage()),
                pick(settings, "context_switch", preset.contextSwitch()),
                pick(settings, "wake_remote", preset.wakeRemote()),
                pick(settings, "interrupt", preset.interrupt()),
                pick(settings, "complete_io", preset.completeIo()),
                pick(settings, "worker_start", preset.workerStart()),
                pick(settings, "user_step", preset.userStep()),
                pick(settings, "syslet_start", preset.sysletStart()),
                pick(settings, "syslet_switch", preset.sysletSwitch()),
                pick(settings, "pid_swizzle", preset.pidSwizzle()),
                pick(settings, "pid_namespace", preset.pidNamespace()));
    }

    private static CostTable preset(String name) {
        return switch (name) {
            case "free" -> CostTable.FREE;
            case "modern-vm" -> CostTable.MODERN_VM;
            default -> CostTable.SERVER_2013;
        };
    }

    private static long pick(Settings settings, String key, long otherwise) {
        return settings.has(key) ? settings.number(key) : otherwise;
    }
}
