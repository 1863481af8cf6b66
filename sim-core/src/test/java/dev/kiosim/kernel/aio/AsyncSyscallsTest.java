package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.Inode;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;
import dev.kiosim.memory.AddressSpace;
import org.junit.jupiter.api.Test;

/** Opcodes SYSCALL and NOOP, and syscall_attrs. */
class AsyncSyscallsTest {
    private static final long FOREVER = -1;
    private static final int EXIT = 60;
    private static final int CLONE = 56;

    private final V2Machine machine = new V2Machine();
    private final AddressSpace memory = machine.memory;
    private final long context = machine.setup(0);
    private final long struct = memory.map(4096);

    private long submitCall(long number, long... args) {
        return submitCallAt(machine.iocbs, number, args);
    }

    private long submitCallAt(long iocbAddress, long number, long... args) {
        machine.putIocb(iocbAddress, Opcodes.SYSCALL, 5, attribute(Attribute.IO_TIME));
        new IocbView().wrap(memory, iocbAddress).buf(struct).fildes(-1).nbytes(0);
        AioSyscallView view = new AioSyscallView().wrap(memory, struct).nr(number);
        for (int i = 0; i < args.length; i++) {
            view.arg(i, args[i]);
        }
        return machine.task.syscall(AioV2.IO_SUBMIT2, context, iocbAddress, 64 + 16);
    }

    private long resultOf(long number, long... args) {
        assertThat(submitCall(number, args)).isEqualTo(80);
        assertThat(machine.getevents(context, 4096, FOREVER)).isPositive();
        return machine.event().res();
    }

    private long timespec(long nanos) {
        long at = memory.map(4096);
        memory.putLong(at + 8, nanos);
        return at;
    }

    @Test
    void the_struct_lies_as_its_table_says() {
        new AioSyscallView().wrap(memory, struct).nr(0x11).arg(0, 0x22).arg(5, 0x33);
        assertThat(memory.getLong(struct)).isEqualTo(0x11);
        assertThat(memory.getLong(struct + 8)).isEqualTo(0x22);
        assertThat(memory.getLong(struct + 48)).isEqualTo(0x33);
        assertThat(AioSyscallView.SIZE_BYTES).isEqualTo(56);
    }

    @Test
    void the_result_is_what_the_call_would_have_returned() {
        assertThat(resultOf(PlainSyscalls.GETPID)).isEqualTo(machine.process.pid());
        assertThat(resultOf(PlainSyscalls.CLOSE, 99)).isEqualTo(-Errno.EBADF);
        assertThat(resultOf(999)).isEqualTo(-Errno.ENOSYS);
    }

    @Test
    void a_call_on_a_worker_has_the_workers_identity() {
        long tid = resultOf(PlainSyscalls.GETTID);
        assertThat(tid).isPositive().isNotEqualTo(machine.task.task().tid());
    }

    @Test
    void a_call_on_a_worker_uses_the_callers_files() {
        assertThat(resultOf(PlainSyscalls.CLOSE, machine.fd)).isZero();
        assertThat(machine.process.files().find(machine.fd)).isNull();
    }

    @Test
    void a_call_that_sleeps_keeps_a_worker_and_not_the_caller() {
        long started = machine.engine.nowNanos();
        assertThat(submitCall(PlainSyscalls.NANOSLEEP, timespec(7_000), 0)).isEqualTo(80);
        assertThat(machine.engine.nowNanos()).isEqualTo(started);
        assertThat(machine.getevents(context, 4096, FOREVER)).isPositive();
        assertThat(machine.event().res()).isZero();
        assertThat(machine.engine.nowNanos() - started).isEqualTo(7_000);
        assertThat(machine.kernel.workers().workersPeak()).isEqualTo(1);
    }

    @Test
    void a_new_worker_costs_its_start_and_an_idle_one_does_not() {
        V2Machine costly = new V2Machine(AioV2Config.usual(), -1, CostTable.SERVER_2013);
        AsyncSyscallsTest.Timing first = timing(costly);
        AsyncSyscallsTest.Timing second = timing(costly);
        assertThat(first.nanos - second.nanos)
                .isGreaterThanOrEqualTo(CostTable.SERVER_2013.workerStart());
    }

    private record Timing(long nanos) {}

    private static Timing timing(V2Machine on) {
        long id = on.setup(0);
        long at = on.memory.map(4096);
        new AioSyscallView().wrap(on.memory, at).nr(PlainSyscalls.GETPID);
        on.putIocb(on.iocbs, Opcodes.SYSCALL, 5, attribute(Attribute.IO_TIME));
        new IocbView().wrap(on.memory, on.iocbs).buf(at);
        on.submit(id, 80);
        on.getevents(id, 4096, FOREVER);
        return new Timing(new IocbAttrRetView()
                .wrap(on.memory, on.event().returnsAddress())
                .payload(2));
    }

    @Test
    void a_direct_read_needs_no_worker() {
        long bytes = resultOf(PlainSyscalls.PREAD64, machine.fd, machine.buffer, 4096, 0);
        assertThat(bytes).isEqualTo(4096);
        assertThat(machine.kernel.workers().workersPeak()).isZero();
        IocbAttrRetView time =
                new IocbAttrRetView().wrap(memory, machine.event().returnsAddress());
        assertThat(time.payload(1)).isEqualTo(V2Machine.LATENCY_NANOS);
    }

    @Test
    void a_direct_read_checks_its_arguments_and_says_so_in_the_event() {
        int fd = machine.fd;
        assertThat(resultOf(PlainSyscalls.PREAD64, fd, machine.buffer, 4096, -1))
                .isEqualTo(-Errno.EINVAL);
        assertThat(resultOf(PlainSyscalls.PREAD64, fd, 1L << 62, 4096, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(resultOf(PlainSyscalls.FSYNC, fd)).isZero();
    }

    @Test
    void calls_that_must_stay_on_their_thread_are_refused() {
        assertThat(submitCall(EXIT)).isEqualTo(-Errno.EINVAL);
        assertThat(submitCall(CLONE)).isEqualTo(-Errno.EINVAL);
        assertThat(submitCall(AioV2.SYSCALL_ATTRS)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void the_struct_must_be_readable() {
        machine.putIocb(machine.iocbs, Opcodes.SYSCALL, 5);
        new IocbView().wrap(memory, machine.iocbs).buf(0x10);
        assertThat(machine.submit(context, 64)).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void a_call_that_waits_for_a_worker_can_be_cancelled() {
        int workersMax = machine.kernel.config().workersMax();
        long sleep = timespec(1_000_000);
        for (int i = 0; i <= workersMax; i++) {
            submitCallAt(machine.iocbs + i * 128L, PlainSyscalls.NANOSLEEP, sleep, 0);
            new IocbView().wrap(memory, machine.iocbs + i * 128L);
        }
        machine.task.compute(10);
        long last = machine.iocbs + workersMax * 128L;
        assertThat(cancel(last)).isEqualTo(-Errno.EINPROGRESS);
        assertThat(cancel(last)).isEqualTo(-Errno.EINVAL);
        assertThat(cancel(machine.iocbs)).isEqualTo(-Errno.EINVAL); // a worker has it
        machine.task.compute(2_000_000);
        long bytes = machine.getevents(context, 8192, 0);
        assertThat(machine.reaped(bytes)).hasSize(workersMax + 1);
        IoEventV2View event = machine.event();
        while (event.res() == 0) {
            event.next();
        }
        assertThat(event.res()).isEqualTo(-Errno.EINTR);
    }

    private long cancel(long iocbAddress) {
        return machine.task.syscall(AioV2.IO_CANCEL2, context, iocbAddress, 0);
    }

    @Test
    void noop_completes_at_once() {
        machine.putIocb(machine.iocbs, AioOperations.NOOP, 9);
        new IocbView().wrap(memory, machine.iocbs).fildes(-1);
        assertThat(machine.submit(context, 64)).isEqualTo(64);
        assertThat(machine.getevents(context, 4096, 0)).isEqualTo(32);
        assertThat(machine.event().data()).isEqualTo(9);
        assertThat(machine.event().res()).isZero();
    }

    // syscall_attrs

    private final long args = memory.map(4096);
    private final long attrs = args + 1024;
    private final long rets = args + 2048;

    private long syscallAttrs(long number, long retsBytes, long... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            memory.putLong(args + i * 8L, arguments[i]);
        }
        return machine.task
                .begin(operation -> operation.syscall(
                        AioV2.SYSCALL_ATTRS, number, args, attrs, 16, rets, retsBytes))
                .await();
    }

    private void want(Attribute attribute) {
        new IocbAttrView().wrap(memory, attrs).cookie(77).size(16).id(attribute.id());
    }

    @Test
    void a_synchronous_read_tells_its_time() {
        want(Attribute.IO_TIME);
        assertThat(syscallAttrs(PlainSyscalls.PREAD64, 40, machine.fd, machine.buffer, 4096, 0))
                .isEqualTo(4096);
        IocbAttrRetView time = new IocbAttrRetView().wrap(memory, rets);
        assertThat(time.cookie()).isEqualTo(77);
        assertThat(time.ret()).isZero();
        assertThat(time.payload(1)).isEqualTo(V2Machine.LATENCY_NANOS);
    }

    @Test
    void any_call_can_be_timed() {
        want(Attribute.IO_TIME);
        assertThat(syscallAttrs(PlainSyscalls.NANOSLEEP, 40, timespec(300), 0)).isZero();
        assertThat(new IocbAttrRetView().wrap(memory, rets).payload(2)).isEqualTo(300);
        assertThat(syscallAttrs(PlainSyscalls.GETTID, 40))
                .isEqualTo(machine.task.task().tid());
    }

    @Test
    void what_nobody_on_the_way_handles_is_said_so() {
        want(Attribute.DEVICE_PATH);
        assertThat(syscallAttrs(PlainSyscalls.GETPID, 24)).isEqualTo(machine.process.pid());
        assertThat(new IocbAttrRetView().wrap(memory, rets).ret()).isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void syscall_attrs_checks_before_it_calls() {
        want(Attribute.IO_TIME);
        long call = AioV2.SYSCALL_ATTRS;
        assertThat(attempt(call, 39, 0x10, attrs, 16, rets, 40)).isEqualTo(-Errno.EFAULT);
        assertThat(attempt(call, 39, args, 0x10, 16, rets, 40)).isEqualTo(-Errno.EFAULT);
        assertThat(attempt(call, 39, args, attrs, 8, rets, 40)).isEqualTo(-Errno.EINVAL);
        assertThat(attempt(call, 39, args, attrs, 16, rets, 39)).isEqualTo(-Errno.EINVAL);
        assertThat(attempt(call, 39, args, attrs, 16, 0x10, 40)).isEqualTo(-Errno.EFAULT);
        assertThat(attempt(call, 999, args, attrs, 16, rets, 40)).isEqualTo(-Errno.ENOSYS);
        assertThat(machine.aio.accepted()).isZero();
    }

    private long attempt(long call, long a0, long a1, long a2, long a3, long a4, long a5) {
        return machine.task
                .begin(operation -> operation.syscall((int) call, a0, a1, a2, a3, a4, a5))
                .await();
    }

    @Test
    void a_direct_read_that_must_wait_for_dirty_pages_is_still_a_read() {
        Inode inode = Inode.ofSectors(9, machine.device, 0, V2Machine.FILE_BYTES);
        long buffered = open(inode, OpenFile.O_RDWR);
        long direct = open(inode, OpenFile.O_RDWR | OpenFile.O_DIRECT);
        machine.task.syscall(PlainSyscalls.PWRITE64, buffered, machine.buffer, 4096, 0);
        assertThat(machine.kernel.pageCache().dirtyPages()).isEqualTo(1);
        assertThat(resultOf(PlainSyscalls.PREAD64, direct, machine.buffer, 512, 0))
                .isEqualTo(512);
        assertThat(machine.kernel.pageCache().dirtyPages()).isZero();
        assertThat(machine.kernel.workers().workersPeak()).isZero();
    }

    @Test
    void the_fsync_of_a_direct_file_waits_for_its_dirty_pages() {
        Inode inode = Inode.ofSectors(9, machine.device, 0, V2Machine.FILE_BYTES);
        long buffered = open(inode, OpenFile.O_RDWR);
        long direct = open(inode, OpenFile.O_RDWR | OpenFile.O_DIRECT);
        machine.task.syscall(PlainSyscalls.PWRITE64, buffered, machine.buffer, 4096, 0);
        assertThat(resultOf(PlainSyscalls.FSYNC, direct)).isZero();
        assertThat(machine.kernel.pageCache().dirtyPages()).isZero();
    }

    private long open(Inode inode, int flags) {
        return machine.process
                .files()
                .install(new RegularFile(machine.kernel, "file", flags, inode));
    }
}
