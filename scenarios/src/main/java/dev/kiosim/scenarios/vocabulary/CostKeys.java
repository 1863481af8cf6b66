package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DURATION;

import dev.kiosim.config.Key;
import dev.kiosim.config.Measure;
import dev.kiosim.kernel.CostTable;
import java.util.List;
import java.util.function.ToLongFunction;

/** {@code machine.costs:} what the kernel's work costs on a CPU. */
public final class CostKeys {
    /** The preset to start from, and figures that replace the preset's. */
    public static final List<Key> ALL = List.of(
            Key.word(
                    "preset",
                    List.of("2013-server", "modern-vm", "free"),
                    "The costs to start from; free makes each of them 0."),
            cost("syscall", CostTable::syscall, "Entry and exit of any system call."),
            cost("submit_iocb", CostTable::submitIocb, "io_submit, per iocb, beside the copy."),
            cost("submit_direct", CostTable::submitDirect, "Direct IO: as much more, per iocb."),
            cost("attribute", CostTable::attribute, "New ABI: each attribute, there and back."),
            cost("reap_event", CostTable::reapEvent, "io_getevents, per event."),
            cost("copy_page", CostTable::copyPage, "Copying 4 KiB to or from user memory."),
            cost("context_switch", CostTable::contextSwitch, "A CPU turns to another task."),
            cost("wake_remote", CostTable::wakeRemote, "Waking a task on another, idle CPU."),
            cost("interrupt", CostTable::interrupt, "Entry of a device interrupt, per batch."),
            cost("complete_io", CostTable::completeIo, "The softirq's work, per completed IO."),
            cost("worker_start", CostTable::workerStart, "Starting a new worker thread."),
            cost("user_step", CostTable::userStep, "User space's access to shared memory."),
            cost("syslet_start", CostTable::sysletStart, "Syslets: starting a task to go on in."),
            cost("syslet_switch", CostTable::sysletSwitch, "Syslets: the move of a user context."),
            cost("pid_swizzle", CostTable::pidSwizzle, "Syslets: two tasks exchange their tids."),
            cost("pid_namespace", CostTable::pidNamespace, "Syslets: a tid in a pid namespace."));

    private CostKeys() {}

    private static Key cost(String name, ToLongFunction<CostTable> figure, String text) {
        String figures = " " + text(figure, CostTable.SERVER_2013) + " in 2013-server, "
                + text(figure, CostTable.MODERN_VM) + " in modern-vm.";
        return Key.optional(name, DURATION, null, text + figures).between(0, 1_000_000_000);
    }

    private static String text(ToLongFunction<CostTable> figure, CostTable table) {
        return Measure.DURATION.text(figure.applyAsLong(table));
    }
}
