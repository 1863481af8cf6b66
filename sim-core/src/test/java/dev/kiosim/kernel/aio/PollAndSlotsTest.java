package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollAndSlotsTest {
    private final ClassicMachine machine = ClassicMachine.modern();
    private final int[] pipe = machine.pipe();

    @ParameterizedTest
    @CsvSource({"1, 120", "62, 120", "63, 248", "128, 376", "256, 632", "1000, 2040"})
    void whole_batches_of_slots_fit(long asked, int fits) {
        long context = machine.setup(asked);
        IocbView poll = machine.pollOf(pipe[0], ClassicMachine.POLLIN);
        assertThat(machine.submitUntilRefused(context, poll)).isEqualTo(fits);
        machine.v1.find(machine.program.task(), context).checkInvariants();
    }

    @Test
    void a_batch_at_another_cpu_is_stranded_there() {
        long context = machine.setup(1);
        IocbView poll = machine.pollOf(pipe[0], ClassicMachine.POLLIN);
        machine.program.task().setAffinity(1);
        machine.submit(context, poll);
        machine.program.task().setAffinity(0);
        assertThat(machine.submitUntilRefused(context, poll)).isEqualTo(105);
        machine.program.task().setAffinity(1);
        assertThat(machine.submitUntilRefused(context, poll)).isEqualTo(14);
    }

    @Test
    void polls_of_one_pipe_complete_newest_first_with_the_mask_of_the_waker() {
        long context = machine.setup(8);
        IocbView first = machine.pollOf(pipe[0], ClassicMachine.POLLIN).data(1);
        IocbView second = machine.pollOf(pipe[0], ClassicMachine.POLLIN).data(2);
        machine.submit(context, first, second);
        machine.write(pipe[1], 1);
        assertThat(machine.reap(context, 8)).isEqualTo(2);
        assertThat(machine.event(0).data()).isEqualTo(2);
        assertThat(machine.event(0).res()).isEqualTo(0x41);
        assertThat(machine.event(1).data()).isEqualTo(1);
    }

    @Test
    void the_end_of_the_writer_is_found_by_a_worker_and_cut_to_what_was_asked() {
        long context = machine.setup(8);
        machine.submit(context, machine.pollOf(pipe[0], 0));
        machine.call(PlainSyscalls.CLOSE, pipe[1]);
        assertThat(machine.getevents(context, 1, 1, 1_000_000)).isEqualTo(1);
        assertThat(machine.event(0).res()).isEqualTo(0x10);
    }

    @Test
    void a_cancelled_poll_completes_through_the_ring_with_0() {
        long context = machine.setup(8);
        IocbView poll = machine.pollOf(pipe[0], ClassicMachine.POLLIN);
        machine.submit(context, poll);
        long result = machine.call(AioV1.IO_CANCEL, context, poll.address(), 0);
        assertThat(result).isEqualTo(-Errno.EINPROGRESS);
        assertThat(machine.call(AioV1.IO_CANCEL, context, poll.address(), 0))
                .isEqualTo(-Errno.EINVAL);
        assertThat(machine.getevents(context, 1, 1, 1_000_000)).isEqualTo(1);
        assertThat(machine.event(0).res()).isZero();
    }

    @Test
    void destroying_cancels_polls_and_wakes_who_waits() {
        long context = machine.setup(8);
        int eventfd = machine.eventfd(0);
        IocbView poll = machine.pollOf(pipe[0], ClassicMachine.POLLIN);
        poll.flags(IocbView.FLAG_RESFD).resfd(eventfd);
        machine.submit(context, poll, poll, poll);
        var waiter = machine.thread();
        waiter.begin(operation ->
                operation.syscall(AioV1.IO_GETEVENTS, context, 1, 4, machine.scratch, 0, 0));
        while (waiter.task().state() != Task.State.BLOCKED || !waiter.isRunning()) {
            machine.engine.step();
        }
        assertThat(machine.call(AioV1.IO_DESTROY, context)).isZero();
        machine.getevents(context, 0, 0, 0);
        assertThat(waiter.isRunning()).isFalse();
        assertThat(waiter.result()).isEqualTo(-Errno.EINVAL);
        assertThat(machine.readEventfd(eventfd)).isEqualTo(3);
        assertThat(machine.memory.isMapped(context)).isFalse();
    }

    @Test
    void moving_the_ring_moves_the_context() {
        long context = machine.setup(8);
        machine.submit(context, machine.pollOf(pipe[0], ClassicMachine.POLLIN));
        long moved = machine.call(PlainSyscalls.MREMAP, context, 4096, 4096, 1);
        machine.write(pipe[1], 1);
        assertThat(machine.reap(context, 1)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.reap(moved, 1)).isEqualTo(1);
    }

    @Test
    void a_poll_that_completes_inside_a_signal_leaves_its_own_signal_to_a_worker() {
        long context = machine.setup(8);
        int first = machine.eventfd(0);
        int second = machine.eventfd(0);
        IocbView chained = machine.pollOf(first, ClassicMachine.POLLIN);
        chained.flags(IocbView.FLAG_RESFD).resfd(second);
        IocbView ready = machine.pollOf(pipe[1], 4).flags(IocbView.FLAG_RESFD).resfd(first);
        machine.submit(context, chained, ready);
        assertThat(machine.getevents(context, 2, 2, 1_000_000)).isEqualTo(2);
        assertThat(machine.event(0).res()).isEqualTo(4);
        assertThat(machine.event(1).res()).isEqualTo(1);
        assertThat(machine.readEventfd(second)).isEqualTo(1);
    }
}
