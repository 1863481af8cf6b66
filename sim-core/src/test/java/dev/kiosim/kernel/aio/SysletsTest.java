package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.FakeDevice;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.SysletConfig;
import dev.kiosim.kernel.SysletConfig.Pid;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.Inode;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** async_exec: who returns to user space, and what that breaks. */
class SysletsTest {
    private static final long LATENCY_NANOS = 50_000;
    private static final long FOREVER = 0;
    private static final int SIGUSR1 = 10;
    private static final long LOCK_PI = 6;
    private static final long UNLOCK_PI = 7;

    /** A program in one user context, which any task may carry. */
    private static final class Script implements Program {
        private final List<UnaryOperator<Operation>> steps = new ArrayList<>();
        private final List<Long> results = new ArrayList<>();
        private final List<Integer> numbers = new ArrayList<>();
        private int at = -1;

        Script then(UnaryOperator<Operation> step) {
            steps.add(step);
            return this;
        }

        Script call(int number, long a0, long a1, long a2, long a3) {
            return then(operation -> operation.syscall(number, a0, a1, a2, a3, 0, 0));
        }

        @Override
        public Operation next(Task task, long result) {
            if (at >= 0) {
                results.add(result);
                numbers.add(task.number());
            }
            at++;
            return at < steps.size()
                    ? steps.get(at).apply(task.operation())
                    : task.operation().end();
        }
    }

    /** A machine with one file on a slow device. */
    private static final class Machine {
        final Engine engine = new Engine(1);
        final Kernel kernel;
        final AioV2 abi;
        final Process process;
        final AddressSpace memory;
        final Inode inode;
        final int fd;
        final long context;
        final long page;
        final Script script = new Script();

        Machine(Pid pid, int tasksMax, CostTable costs) {
            kernel = new Kernel(
                    engine,
                    KernelConfig.of(Profile.MODERN, 2, costs)
                            .with(new SysletConfig(pid, tasksMax, 1_000_000)),
                    new Plug(),
                    Tracer.NONE);
            abi = AioV2.addTo(new Aio(kernel), AioV2Config.usual());
            PlainSyscalls.addTo(kernel);
            process = kernel.newProcess("test");
            memory = process.memory();
            FakeDevice device = new FakeDevice(engine, 2048, LATENCY_NANOS);
            inode = Inode.ofSectors(1, device, 0, 1 << 20);
            fd = process.files().install(new RegularFile(kernel, "f", OpenFile.O_RDWR, inode));
            context = abi.newContext(process, 0, null).id();
            page = memory.map(1 << 16);
        }

        /** An iocb for call {@code number}; its address. */
        long iocb(long data, long number, long... args) {
            long at = memory.map(AddressSpace.PAGE_BYTES);
            AioSyscallView struct = new AioSyscallView().wrap(memory, at + 128).nr(number);
            for (int i = 0; i < args.length; i++) {
                struct.arg(i, args[i]);
            }
            new IocbView()
                    .wrap(memory, at)
                    .data(data)
                    .opcode(Opcodes.SYSCALL)
                    .buf(at + 128)
                    .attrBytes(0);
            return at;
        }

        long pread(long data) {
            return iocb(data, PlainSyscalls.PREAD64, fd, page, 4096, 0);
        }

        Machine exec(long iocb) {
            script.call(AioV2.ASYNC_EXEC, iocb, context, 0, 0);
            return this;
        }

        Machine reap() {
            script.call(AioV2.IO_GETEVENTS2, context, page + 8192, 4096, FOREVER);
            return this;
        }

        Machine call(int number, long a0, long a1, long a2) {
            script.call(number, a0, a1, a2, 0);
            return this;
        }

        /** Runs the script to its end; what its steps returned. */
        List<Long> run() {
            kernel.startTask(process, "test", script);
            while (kernel.liveUserTasks() > 0 && engine.step()) {
                // on
            }
            assertThat(kernel.liveUserTasks()).isZero();
            return script.results;
        }

        List<Finding.Kind> findings() {
            return abi.findings().kept().stream().map(Finding::kind).toList();
        }

        IoEventV2View event() {
            return new IoEventV2View().wrap(memory, page + 8192);
        }
    }

    private static Machine machine(Pid pid) {
        return new Machine(pid, 4, CostTable.FREE);
    }

    @ParameterizedTest
    @EnumSource(Pid.class)
    void a_call_that_never_sleeps_returns_its_result_and_there_is_no_event(Pid pid) {
        Machine machine = machine(pid);
        machine.kernel.pageCache().makeResident(machine.inode);
        List<Long> results = machine.exec(machine.pread(7)).run();
        assertThat(results).containsExactly(4096L);
        assertThat(machine.script.numbers).containsExactly(machine.script.numbers.get(0));
        assertThat(machine.kernel.syslets().switches()).isZero();
        assertThat(machine.abi.aio().completed()).isZero();
        assertThat(machine.findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Pid.class)
    void a_call_that_would_sleep_returns_in_another_task_and_its_result_comes_as_an_event(Pid pid) {
        Machine machine = machine(pid);
        List<Long> results = machine.exec(machine.pread(7)).reap().run();
        assertThat(results).containsExactly(-(long) Errno.EINPROGRESS, 32L);
        assertThat(machine.event().data()).isEqualTo(7);
        assertThat(machine.event().res()).isEqualTo(4096);
        assertThat(machine.kernel.syslets().switches()).isEqualTo(1);
        assertThat(machine.kernel.tasks()).hasSize(2);
        assertThat(machine.script.numbers.get(0))
                .isEqualTo(machine.kernel.tasks().get(1).number());
    }

    @Test
    void the_program_goes_on_while_the_call_waits() {
        Machine machine = machine(Pid.NEW);
        machine.exec(machine.pread(7));
        List<Long> instants = new ArrayList<>();
        machine.script.then(operation -> {
            instants.add(machine.engine.nowNanos());
            return operation.compute(1);
        });
        machine.reap().run();
        assertThat(instants.get(0)).isLessThan(LATENCY_NANOS);
        assertThat(machine.engine.nowNanos()).isGreaterThanOrEqualTo(LATENCY_NANOS);
    }

    @Test
    void gettid_changes_with_a_new_task_only() {
        for (Pid pid : Pid.values()) {
            Machine machine = machine(pid);
            List<Long> results = machine.call(PlainSyscalls.GETTID, 0, 0, 0)
                    .exec(machine.pread(7))
                    .call(PlainSyscalls.GETTID, 0, 0, 0)
                    .run();
            assertThat(results.get(0).equals(results.get(2))).isEqualTo(pid != Pid.NEW);
            boolean isReported = machine.findings().contains(Finding.Kind.TID_CHANGED);
            assertThat(isReported).isEqualTo(pid == Pid.NEW);
        }
    }

    @Test
    void a_lock_taken_before_can_be_released_after_unless_the_task_is_new() {
        for (Pid pid : Pid.values()) {
            Machine machine = machine(pid);
            long lock = machine.page + 4096;
            List<Long> results = machine.call(PlainSyscalls.FUTEX, lock, LOCK_PI, 0)
                    .exec(machine.pread(7))
                    .call(PlainSyscalls.FUTEX, lock, UNLOCK_PI, 0)
                    .run();
            assertThat(results.get(0)).isZero();
            assertThat(results.get(2)).isEqualTo(pid == Pid.NEW ? -Errno.EPERM : 0);
            assertThat(machine.findings().contains(Finding.Kind.LOCK_ASTRAY))
                    .isEqualTo(pid == Pid.NEW);
            assertThat(machine.memory.getInt(lock) == 0).isEqualTo(pid != Pid.NEW);
        }
    }

    @Test
    void a_signal_to_the_tid_of_before_reaches_the_program_unless_the_task_is_new() {
        for (Pid pid : Pid.values()) {
            Machine machine = machine(pid);
            long pidNumber = machine.process.pid();
            machine.call(PlainSyscalls.GETTID, 0, 0, 0).exec(machine.pread(7));
            machine.script.then(operation -> operation.syscall(
                    PlainSyscalls.TGKILL, pidNumber, machine.script.results.get(0), SIGUSR1));
            machine.run();
            assertThat(machine.script.results.get(2)).isZero();
            Task last = machine.kernel.tasks().get(1);
            assertThat(last.signals().handled()).isEqualTo(pid == Pid.NEW ? 0 : 1);
            assertThat(machine.findings().contains(Finding.Kind.SIGNAL_ASTRAY))
                    .isEqualTo(pid == Pid.NEW);
        }
    }

    @Test
    void a_signal_from_outside_goes_astray_in_a_namespace_and_not_after_an_exchange() {
        for (Pid pid : Pid.values()) {
            Machine machine = machine(pid);
            machine.exec(machine.pread(7)).call(PlainSyscalls.GETTID, 0, 0, 0);
            machine.script.then(operation -> operation.compute(10_000));
            Process outside = machine.kernel.newProcess("outside");
            Script observer = new Script();
            observer.then(operation -> operation.compute(1_000));
            int tidAtFirst = machine.process.pid() + 2; // pid, outside's pid, then the task
            observer.call(PlainSyscalls.TGKILL, machine.process.pid(), tidAtFirst, SIGUSR1, 0);
            machine.kernel.startTask(machine.process, "test", machine.script);
            machine.kernel.startTask(outside, "outside", observer);
            while (machine.kernel.liveUserTasks() > 0 && machine.engine.step()) {
                // on
            }
            assertThat(observer.results.get(1)).isZero();
            assertThat(machine.findings().contains(Finding.Kind.SIGNAL_ASTRAY))
                    .isEqualTo(pid != Pid.SWIZZLE);
        }
    }

    @Test
    void where_no_other_task_can_be_had_the_call_sleeps_as_a_plain_one() {
        Machine machine = new Machine(Pid.NEW, 1, CostTable.FREE);
        long sleep = machine.page + 4096;
        machine.memory.putLong(sleep + 8, 900_000);
        List<Long> results = machine.exec(machine.iocb(1, PlainSyscalls.NANOSLEEP, sleep, 0))
                .exec(machine.pread(7))
                .run();
        assertThat(results).containsExactly(-(long) Errno.EINPROGRESS, 4096L);
        assertThat(machine.kernel.syslets().switches()).isEqualTo(1);
    }

    @Test
    void a_task_that_has_done_its_call_takes_the_next_place_and_nobody_is_started() {
        Machine machine = machine(Pid.NEW);
        long other = machine.iocb(8, PlainSyscalls.PREAD64, machine.fd, machine.page, 4096, 65_536);
        machine.exec(machine.pread(7)).reap().exec(other).reap().run();
        assertThat(machine.kernel.syslets().switches()).isEqualTo(2);
        assertThat(machine.kernel.syslets().started()).isEqualTo(1);
        assertThat(machine.script.numbers.get(2))
                .isEqualTo(machine.kernel.tasks().get(0).number());
    }

    @Test
    void a_task_that_stands_by_too_long_exits() {
        Machine machine = machine(Pid.NEW);
        machine.exec(machine.pread(7)).reap();
        machine.script.then(operation -> operation.compute(5_000_000));
        machine.run();
        assertThat(machine.kernel.tasks().get(0).state()).isEqualTo(Task.State.EXITED);
        assertThat(machine.engine.nowNanos()).isLessThan(6_000_000);
    }

    @Test
    void a_program_that_ends_takes_the_tasks_behind_it_along() {
        Machine machine = machine(Pid.NEW);
        long sleep = machine.page + 4096;
        machine.memory.putLong(sleep, 3_600);
        machine.exec(machine.iocb(1, PlainSyscalls.NANOSLEEP, sleep, 0)).run();
        assertThat(machine.engine.nowNanos()).isZero();
    }

    @Test
    void each_way_has_its_price() {
        long plain = endOf(Pid.NEW);
        CostTable costs = CostTable.SERVER_2013;
        assertThat(endOf(Pid.SWIZZLE) - plain).isEqualTo(costs.pidSwizzle());
        assertThat(endOf(Pid.NAMESPACE) - plain).isEqualTo(costs.pidNamespace());
        assertThat(plain).isGreaterThan(costs.sysletStart() + costs.sysletSwitch());
    }

    private static long endOf(Pid pid) {
        Machine machine = new Machine(pid, 4, CostTable.SERVER_2013);
        machine.exec(machine.pread(7));
        long[] at = new long[1];
        machine.script.then(operation -> {
            at[0] = machine.engine.nowNanos();
            return operation.compute(1);
        });
        machine.run();
        return at[0];
    }

    @Test
    void what_cannot_be_started_is_refused() {
        Machine machine = machine(Pid.NEW);
        long attributed = machine.pread(1);
        new IocbView().wrap(machine.memory, attributed).attrBytes(16);
        long read = machine.pread(2);
        new IocbView().wrap(machine.memory, read).opcode(AioOperations.PREAD);
        machine.exec(attributed).exec(read).exec(0x10).exec(machine.iocb(1, 60)); // exit
        machine.exec(machine.iocb(1, AioV2.ASYNC_EXEC)).exec(machine.iocb(1, 999));
        machine.script.call(AioV2.ASYNC_EXEC, machine.pread(1), 4711, 0, 0);
        long einval = -Errno.EINVAL;
        assertThat(machine.run())
                .containsExactly(
                        einval,
                        einval,
                        (long) -Errno.EFAULT,
                        einval,
                        einval,
                        (long) -Errno.ENOSYS,
                        einval);
        assertThat(machine.abi.aio().inFlight()).isZero();
    }
}
