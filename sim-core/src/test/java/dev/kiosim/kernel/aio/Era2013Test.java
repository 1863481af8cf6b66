package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.SteppedProgram;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;
import java.util.ArrayList;
import java.util.List;
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

    // The size of a context

    @Test
    void as_many_requests_as_events_must_fit_into_256_mib() {
        assertThat(machine.setup(1_242_757)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.setup(1_242_756)).isEqualTo(-Errno.EAGAIN); // above aio-max-nr
        assertThat(modern.setup(1_242_757)).isEqualTo(-Errno.EAGAIN);
    }

    // Partial reads and writes

    /** A file that answers as it is told; what is left over at the end is queued. */
    private static final class ToldFile extends OpenFile {
        private final List<Long> answers = new ArrayList<>();
        private final boolean seekable;
        private Kiocb queued;
        private int asked;

        ToldFile(boolean seekable, long... answers) {
            super("told", O_RDWR);
            this.seekable = seekable;
            for (long answer : answers) {
                this.answers.add(answer);
            }
        }

        private long answer(Kiocb kiocb) {
            asked++;
            if (answers.isEmpty()) {
                queued = kiocb;
                return QUEUED;
            }
            long answer = answers.remove(0);
            kiocb.buffers().advance(Math.max(0, answer));
            return answer;
        }

        @Override
        public boolean isSeekable() {
            return seekable;
        }

        @Override
        public boolean hasReadIter() {
            return true;
        }

        @Override
        public boolean hasWriteIter() {
            return true;
        }

        @Override
        public long readIter(Kiocb kiocb) {
            return answer(kiocb);
        }

        @Override
        public long writeIter(Kiocb kiocb) {
            return answer(kiocb);
        }
    }

    /** The result of one request for 1000 bytes of {@code file}. */
    private static long resultOf(ClassicMachine machine, int opcode, ToldFile file) {
        int fd = machine.process.files().install(file);
        long context = machine.setup(8);
        IocbView iocb = machine.iocb(opcode, fd, machine.memory.map(4096), 1_000, 0);
        assertThat(machine.submit(context, iocb)).isEqualTo(1);
        assertThat(machine.reap(context, 1)).isEqualTo(1);
        return machine.event(0).res();
    }

    @Test
    void a_partial_write_is_repeated_until_all_is_done() {
        ToldFile file = new ToldFile(false, 300, 300, 400);
        assertThat(resultOf(machine, AioOperations.PWRITE, file)).isEqualTo(1_000);
        assertThat(file.asked).isEqualTo(3);
        ToldFile today = new ToldFile(false, 300, 300, 400);
        assertThat(resultOf(modern, AioOperations.PWRITE, today)).isEqualTo(300);
    }

    @Test
    void a_write_that_fails_after_a_part_tells_the_part() {
        ToldFile file = new ToldFile(true, 300, 200, -Errno.ENOSPC);
        assertThat(resultOf(machine, AioOperations.PWRITE, file)).isEqualTo(500);
    }

    @Test
    void a_read_that_fails_after_a_part_tells_the_error() {
        ToldFile file = new ToldFile(true, 300, -Errno.EFAULT);
        assertThat(resultOf(machine, AioOperations.PREAD, file)).isEqualTo(-Errno.EFAULT);
        ToldFile today = new ToldFile(true, 300, -Errno.EFAULT);
        assertThat(resultOf(modern, AioOperations.PREAD, today)).isEqualTo(300);
    }

    @Test
    void a_partial_read_is_repeated_until_the_end_of_the_file() {
        ToldFile file = new ToldFile(true, 300, 200, 0);
        assertThat(resultOf(machine, AioOperations.PREAD, file)).isEqualTo(500);
    }

    @Test
    void a_pipe_is_not_read_again() {
        ToldFile file = new ToldFile(false, 300, 200, 500);
        assertThat(resultOf(machine, AioOperations.PREAD, file)).isEqualTo(300);
    }

    // Ticks

    @Test
    void a_timeout_ends_with_a_tick_which_may_be_too_early() {
        long tickNanos = 4_000_000;
        long context = machine.setup(8);
        machine.getevents(context, 1, 1, 1);
        assertThat(machine.engine.nowNanos()).isEqualTo(tickNanos);
        machine.getevents(context, 1, 1, tickNanos + 1);
        assertThat(machine.engine.nowNanos()).isEqualTo(3 * tickNanos);
        assertThat(ClassicEra.Y2013.waitNanos(1_000_000, tickNanos - 1)).isEqualTo(1);
        assertThat(ClassicEra.MODERN.waitNanos(1_000_000, tickNanos - 1)).isEqualTo(1_000_000);
    }

    // Cancel and destroy

    @Test
    void nothing_can_be_cancelled() {
        int fd = machine.process.files().install(new ToldFile(true));
        long context = machine.setup(8);
        IocbView iocb = machine.iocb(AioOperations.PREAD, fd, machine.memory.map(8), 8, 0);
        assertThat(machine.submit(context, iocb)).isEqualTo(1);
        assertThat(machine.call(AioV1.IO_CANCEL, context, iocb.address(), machine.scratch))
                .isEqualTo(-Errno.EINVAL);
    }

    /** A context with a read in flight that a thread has begun to destroy. */
    private static SteppedProgram destroyer(ClassicMachine on, ToldFile file, long context) {
        int fd = on.process.files().install(file);
        on.submit(context, on.iocb(AioOperations.PREAD, fd, on.memory.map(8), 8, 0));
        SteppedProgram thread = on.thread();
        thread.begin(operation -> operation.syscall(AioV1.IO_DESTROY, context, 0, 0, 0, 0, 0));
        letOthersRun(on);
        return thread;
    }

    private static void end(ClassicMachine on, ToldFile file) {
        file.queued.result = 8;
        file.queued.end.kiocbEnded(file.queued);
        on.kernel.batchEnded();
        letOthersRun(on);
    }

    private static void letOthersRun(ClassicMachine on) {
        for (int i = 0; i < 4; i++) {
            on.call(AioV1.IO_CANCEL, 0, 0, 0);
        }
    }

    @Test
    void a_destroyed_context_keeps_its_ring_and_its_share_until_its_last_request_is_done() {
        ToldFile file = new ToldFile(true);
        long context = machine.setup(8);
        SteppedProgram thread = destroyer(machine, file, context);
        assertThat(thread.isRunning()).isTrue();
        assertThat(machine.submit(context)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.memory.isReadable(context, 4096)).isTrue();
        assertThat(machine.aio.aioNr()).isEqualTo(8);
        end(machine, file);
        assertThat(thread.isRunning()).isFalse();
        assertThat(machine.memory.isReadable(context, 4096)).isFalse();
        assertThat(machine.aio.aioNr()).isZero();
    }

    @Test
    void today_both_are_given_back_at_once() {
        ToldFile file = new ToldFile(true);
        long context = modern.setup(8);
        SteppedProgram thread = destroyer(modern, file, context);
        assertThat(thread.isRunning()).isTrue();
        assertThat(modern.memory.isReadable(context, 4096)).isFalse();
        assertThat(modern.aio.aioNr()).isZero();
    }

    @Test
    void who_waits_for_events_is_woken_when_the_last_request_of_a_destroyed_context_is_done() {
        ToldFile file = new ToldFile(true);
        long context = machine.setup(8);
        SteppedProgram waiter = waiterFor(context, 2);
        destroyer(machine, file, context);
        assertThat(waiter.isRunning()).isTrue();
        end(machine, file);
        assertThat(waiter.isRunning()).isFalse();
        assertThat(waiter.result()).isEqualTo(1);
        assertThat(machine.aio.aioNr()).isZero();
    }
}
