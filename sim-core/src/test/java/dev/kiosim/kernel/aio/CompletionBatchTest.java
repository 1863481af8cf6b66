package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.kernel.vfs.EventFd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one completion path: runs of completions by context, each shown once. */
class CompletionBatchTest {
    private final V2Machine machine = new V2Machine();

    private long submitTwo(long context, long firstData) {
        long first = machine.putRead(machine.iocbs, firstData);
        long both = first + machine.putRead(machine.iocbs + first, firstData + 1);
        return machine.submit(context, both);
    }

    private long counted(AioCounter counter) {
        return machine.aio.counted(counter);
    }

    @Test
    void a_run_of_completions_is_published_once_and_wakes_once() {
        long context = machine.setup(0);
        ScriptedTask waiter = machine.anotherTask("waiter");
        waiter.beginSyscall(AioV2.IO_GETEVENTS2, context, machine.events, 4096, 0);
        machine.engine.runUntil(1);
        submitTwo(context, 1);
        assertThat(waiter.await()).isEqualTo(64);
        assertThat(counted(AioCounter.PUBLICATIONS)).isEqualTo(1);
        assertThat(counted(AioCounter.WAKE_UPS)).isEqualTo(1);
    }

    @Test
    void a_batch_is_sorted_by_context_and_each_keeps_its_order() {
        long a = machine.setup(0);
        long b = machine.setup(0);
        List<String> order = new ArrayList<>();
        machine.aio.onCompletion(r -> order.add(r.context.name() + ":" + r.userData));
        machine.submitRead(a, 1);
        machine.submitRead(b, 2);
        machine.submitRead(a, 3);
        machine.engine.run();
        assertThat(order).containsExactly("c0:1", "c1:2", "c0:3"); // as they happened
        assertThat(counted(AioCounter.PUBLICATIONS)).isEqualTo(2); // and not 3
        assertThat(machine.reaped(machine.getevents(a, 4096, 0))).containsExactly(1L, 3L);
        assertThat(machine.reaped(machine.getevents(b, 4096, 0))).containsExactly(2L);
    }

    @Test
    void all_kinds_of_context_come_by_here() {
        AioV1.addTo(machine.aio);
        long pointer = machine.memory.map(4096);
        long list = machine.memory.map(4096);
        machine.task.syscall(AioV1.IO_SETUP, 4, pointer, 0);
        machine.putRead(machine.iocbs, 1);
        machine.memory.putLong(pointer + 8, machine.iocbs);
        machine.task.syscall(AioV1.IO_SUBMIT, machine.memory.getLong(pointer), 1, pointer + 8);
        machine.submitRead(machine.setup(0), 2);
        machine.task.syscall(AioV2.IO_SUBMIT_NOCTX, machine.iocbs, list, 0);
        machine.engine.run();
        assertThat(counted(AioCounter.PUBLICATIONS)).isEqualTo(3);
    }

    @Test
    void what_a_wake_up_completes_joins_the_batch_and_signals_nobody_twice() {
        EventFd eventfd = new EventFd(machine.kernel, 0, 0);
        int fd = machine.process.files().install(eventfd);
        long pointer = machine.memory.map(4096);
        machine.task.syscall(AioV2.IO_SETUP2, pointer, 2, 0, fd);
        long signalling = machine.memory.getLong(pointer);
        long polling = machine.setup(0);
        machine.putIocb(machine.iocbs, AioOperations.POLL, 9);
        new IocbView().wrap(machine.memory, machine.iocbs).fildes(fd).buf(1).nbytes(0);
        assertThat(machine.submit(polling, 64)).isEqualTo(64);
        machine.submitRead(signalling, 1);
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(eventfd.counter()).isEqualTo(1);
        assertThat(counted(AioCounter.EVENTFD_SIGNALS)).isEqualTo(1);
        assertThat(machine.reaped(machine.getevents(polling, 4096, 0))).containsExactly(9L);
        assertThat(machine.reaped(machine.getevents(signalling, 4096, 0))).containsExactly(1L);
    }
}
