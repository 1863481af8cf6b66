package dev.kiosim.scenarios.run;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Opcodes;
import dev.kiosim.scenarios.vocabulary.TracingKeys;
import dev.kiosim.trace.TraceNames;
import dev.kiosim.trace.TraceTable;

/** The names of a machine's parts, for those who read its trace. */
final class MachineNames implements TraceNames {
    /** The kernel calls the task of an idle CPU so; interrupts of an idle CPU run in it. */
    private static final String NO_TASK = "swapper";

    private final Machine machine;

    MachineNames(Machine machine) {
        this.machine = machine;
    }

    @Override
    public TraceTable table() {
        return TracingKeys.TABLE;
    }

    @Override
    public int cpuCount() {
        return machine.kernel().config().onlineCpus();
    }

    private @Nullable Task find(int tid) {
        return machine.kernel().findTask(tid);
    }

    @Override
    public String task(int tid) {
        Task task = find(tid);
        return task == null ? NO_TASK : task.name();
    }

    @Override
    public int processOf(int tid) {
        Task task = find(tid);
        return task == null ? 0 : task.home().pid();
    }

    @Override
    public String processName(int tid) {
        Task task = find(tid);
        return task == null ? NO_TASK : task.home().name();
    }

    @Override
    public String syscall(long number) {
        Syscall call = machine.kernel().syscalls().find((int) number);
        return call == null ? "syscall " + number : call.name();
    }

    @Override
    public String device(long number) {
        boolean isThere = number >= 0 && number < machine.deviceNames().size();
        return isThere ? machine.deviceNames().get((int) number) : "device " + number;
    }

    @Override
    public int deviceCount() {
        return machine.deviceNames().size();
    }

    @Override
    public String operation(long opcode) {
        return Opcodes.name((int) opcode);
    }
}
