package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.SteppedProgram;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import org.junit.jupiter.api.Test;

/** Where the profile 2013 differs from the modern one: each difference by itself. */
class Era2013Test {
    private static final int CLOSED = 99;

    private final ClassicMachine machine = new ClassicMachine(Profile.Y2013, 2);
    private final ClassicMachine modern = ClassicMachine.modern();

    /** A read that completes inside io_submit: of /dev/zero. */
    private static IocbView read(ClassicMachine machine) {
        long path = machine.memory.map(16);
        byte[] name = "/dev/zero\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        machine.memory.copyTo(path, name, 0, name.length);
        int fd = (int) machine.call(PlainSyscalls.OPENAT, -100, path, 2, 0);
        return machine.iocb(AioOperations.PREAD, fd, machine.memory.map(4096), 512, 0);
    }

    @Test
    void a_ring_has_room_for_what_was_asked_and_not_for_twice_as_much() {
        assertThat(machine.ring(machine.setup(126)).nr()).isEqualTo(255);
        assertThat(machine.ring(machine.setup(125)).nr()).isEqualTo(127);
        assertThat(modern.ring(modern.setup(125)).nr()).isEqualTo(255);
    }

    @Test
    void the_number_of_cpus_does_not_matter() {
        ClassicMachine large = new ClassicMachine(Profile.Y2013, 64);
        assertThat(large.ring(large.setup(1)).nr()).isEqualTo(127);
    }

    @Test
    void the_id_of_a_ring_is_the_lower_half_of_its_address_and_is_not_read_back() {
        long context = machine.setup(8);
        assertThat(machine.ring(context).id()).isEqualTo((int) context);
        machine.ring(context).id(77);
        assertThat(machine.submit(context, read(machine))).isEqualTo(1);
    }

    @Test
    void a_ring_that_was_moved_keeps_its_old_name() {
        long context = machine.setup(8);
        long moved = machine.call(PlainSyscalls.MREMAP, context, 4096, 4096, 1);
        assertThat(moved).isPositive();
        assertThat(machine.submit(moved)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.submit(context)).isZero();
    }

    @Test
    void a_child_gets_a_copy_of_the_ring() {
        long context = machine.setup(8);
        var child = machine.kernel.fork(machine.process, "child");
        machine.submit(context, read(machine));
        assertThat(new AioRingView().wrap(child.memory(), context).tail()).isZero();
        assertThat(machine.ring(context).tail()).isEqualTo(1);
    }

    @Test
    void exactly_all_slots_but_one_can_be_used() {
        long context = machine.setup(8);
        assertThat(machine.submitUntilRefused(context, read(machine))).isEqualTo(126);
    }

    @Test
    void reaping_in_user_space_frees_slots_at_once() {
        long context = machine.setup(8);
        IocbView read = read(machine);
        machine.submitUntilRefused(context, read);
        machine.ring(context).head(10);
        assertThat(machine.submitUntilRefused(context, read)).isEqualTo(10);
    }

    @Test
    void the_descriptor_is_looked_at_before_the_slot() {
        long context = machine.setup(8);
        machine.submitUntilRefused(context, read(machine));
        IocbView closed = machine.iocb(AioOperations.PREAD, CLOSED, 0, 0, 0);
        assertThat(machine.submit(context, closed)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void pointers_in_the_kernels_half_are_refused_before_the_context_is_looked_for() {
        long pointer = ClassicMachine.KERNEL_POINTER;
        assertThat(machine.call(AioV1.IO_SUBMIT, 0, 1, pointer)).isEqualTo(-Errno.EFAULT);
        assertThat(modern.call(AioV1.IO_SUBMIT, 0, 1, pointer)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void more_iocbs_than_slots_are_looked_at_in_one_call() {
        assertThat(ClassicEra.Y2013.submittedAtOnce(1_000, 127)).isEqualTo(1_000);
        assertThat(ClassicEra.MODERN.submittedAtOnce(1_000, 127)).isEqualTo(127);
    }

    @Test
    void the_word_at_byte_12_must_be_zero() {
        long context = machine.setup(8);
        assertThat(machine.submit(context, read(machine).rwFlags(1))).isEqualTo(-Errno.EINVAL);
        assertThat(modern.submit(modern.setup(8), read(modern).rwFlags(1))).isEqualTo(1);
    }

    @Test
    void nothing_can_be_polled() {
        IocbView poll = machine.pollOf(machine.eventfd(1), 1);
        assertThat(machine.submit(machine.setup(8), poll)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_bad_priority_is_not_looked_at() {
        IocbView read = read(machine).flags(IocbView.FLAG_IOPRIO).priority(-1);
        assertThat(machine.submit(machine.setup(8), read)).isEqualTo(1);
    }

    @Test
    void nothing_can_be_synced() {
        IocbView sync = read(machine).opcode(AioOperations.FSYNC).buf(0).nbytes(0);
        assertThat(machine.submit(machine.setup(8), sync)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_negative_offset_is_an_event() {
        long context = machine.setup(8);
        assertThat(machine.submit(context, read(machine).offset(-1))).isEqualTo(1);
        machine.reap(context, 1);
        assertThat(machine.event(0).res()).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void an_event_that_cannot_be_copied_is_lost() {
        long context = machine.setup(8);
        machine.submit(context, read(machine));
        long bad = ClassicMachine.BAD_POINTER;
        assertThat(machine.call(AioV1.IO_GETEVENTS, context, 1, 1, bad, 0))
                .isEqualTo(-Errno.EFAULT);
        assertThat(machine.reap(context, 1)).isZero();
    }

    @Test
    void a_bad_timeout_goes_unnoticed_if_there_are_enough_events() {
        long context = machine.setup(8);
        machine.submit(context, read(machine));
        long bad = ClassicMachine.BAD_POINTER;
        assertThat(machine.call(AioV1.IO_GETEVENTS, context, 1, 1, machine.scratch, bad))
                .isEqualTo(1);
        assertThat(machine.call(AioV1.IO_GETEVENTS, context, 1, 1, machine.scratch, bad))
                .isEqualTo(-Errno.EFAULT);
    }

    @Test
    void a_completion_wakes_one_waiter_only() {
        long context = machine.setup(8);
        SteppedProgram first = waiterFor(context, 2);
        SteppedProgram second = waiterFor(context, 1);
        machine.submit(context, read(machine));
        assertThat(first.isRunning()).isTrue(); // woken, took the event, wants another
        assertThat(second.isRunning()).isTrue(); // never woken
    }

    private SteppedProgram waiterFor(long context, long events) {
        SteppedProgram waiter = machine.thread();
        long to = machine.memory.map(4096);
        waiter.begin(operation ->
                operation.syscall(AioV1.IO_GETEVENTS, context, events, events, to, 0, 0));
        machine.reap(context, 0); // lets it run
        return waiter;
    }

    @Test
    void there_is_no_io_pgetevents() {
        assertThat(machine.call(AioV1.IO_PGETEVENTS, 0, 0, 0, 0, 0, 0)).isEqualTo(-Errno.ENOSYS);
    }
}
