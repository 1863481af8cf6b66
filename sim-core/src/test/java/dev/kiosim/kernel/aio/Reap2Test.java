package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.ring.RingHeader;
import org.junit.jupiter.api.Test;

/** io_getevents2, the mapped ring, io_cancel2 and io_destroy2. */
class Reap2Test {
    private static final long POLL = 0;
    private static final long FOREVER = -1;

    private final V2Machine machine = new V2Machine();
    private final AddressSpace memory = machine.memory;
    private final long context = machine.setup(0);
    private final IocbView iocb = new IocbView();

    // io_getevents2

    @Test
    void an_event_tells_data_and_result() {
        machine.submitRead(context, 0x77);
        assertThat(machine.getevents(context, 4096, FOREVER)).isEqualTo(32);
        assertThat(machine.event().data()).isEqualTo(0x77);
        assertThat(machine.event().res()).isEqualTo(4096);
        assertThat(machine.event().res2()).isZero();
        assertThat(machine.event().attrBytes()).isZero();
    }

    @Test
    void errors_of_the_file_are_events() {
        machine.putRead(machine.iocbs, 1);
        iocb.wrap(memory, machine.iocbs).offset(1);
        assertThat(machine.submit(context, 64)).isEqualTo(64);
        assertThat(machine.getevents(context, 4096, POLL)).isEqualTo(32);
        assertThat(machine.event().res()).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void getevents_checks_the_timeout_then_the_context() {
        assertThat(machine.task.syscall(AioV2.IO_GETEVENTS2, 99, machine.events, 64, 0x10))
                .isEqualTo(-Errno.EFAULT);
        assertThat(machine.getevents(99, 64, POLL)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_zero_timeout_polls() {
        assertThat(machine.getevents(context, 64, POLL)).isZero();
    }

    @Test
    void a_timeout_ends_the_wait() {
        long started = machine.engine.nowNanos();
        assertThat(machine.getevents(context, 64, 500)).isZero();
        assertThat(machine.engine.nowNanos() - started).isEqualTo(500);
    }

    @Test
    void getevents_copies_whole_events_and_as_many_as_fit() {
        for (int data = 1; data <= 3; data++) {
            machine.submitRead(context, data, attribute(Attribute.IO_TIME)); // 72 bytes each
        }
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(machine.reaped(machine.getevents(context, 150, POLL))).containsExactly(1L, 2L);
        assertThat(machine.reaped(machine.getevents(context, 150, POLL))).containsExactly(3L);
    }

    @Test
    void a_buffer_too_small_for_the_next_event_is_an_error_and_the_event_stays() {
        machine.submitRead(context, 1, attribute(Attribute.IO_TIME));
        assertThat(machine.getevents(context, 71, FOREVER)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.getevents(context, 72, POLL)).isEqualTo(72);
    }

    @Test
    void a_buffer_that_cannot_be_written_keeps_the_events() {
        machine.submitRead(context, 1);
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        long end = memory.map(4096) + 4096;
        assertThat(machine.task.syscall(AioV2.IO_GETEVENTS2, context, end - 16, 4096, 0))
                .isEqualTo(-Errno.EFAULT);
        assertThat(machine.getevents(context, 4096, POLL)).isEqualTo(32);
    }

    @Test
    void a_signal_ends_the_wait() {
        machine.task.beginSyscall(AioV2.IO_GETEVENTS2, context, machine.events, 4096, 0);
        machine.engine.runUntil(100);
        assertThat(machine.task.isDone()).isFalse();
        machine.task.task().signals().raise(14);
        assertThat(machine.task.await()).isEqualTo(-Errno.EINTR);
    }

    @Test
    void two_waiters_share_the_events() {
        ScriptedTask other = machine.anotherTask("other");
        long otherEvents = memory.map(4096);
        other.beginSyscall(AioV2.IO_GETEVENTS2, context, otherEvents, 32, 0);
        machine.engine.runUntil(1);
        long first = machine.putRead(machine.iocbs, 1);
        machine.submit(context, first + machine.putRead(machine.iocbs + first, 2));
        assertThat(machine.getevents(context, 32, FOREVER)).isEqualTo(32);
        assertThat(other.await()).isEqualTo(32);
        long[] seen = {machine.event().data(), memory.getLong(otherEvents)};
        assertThat(seen).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void the_eventfd_is_signalled_once_for_a_batch() {
        EventFd eventfd = new EventFd(machine.kernel, 0, 0);
        int fd = machine.process.files().install(eventfd);
        long pointer = memory.map(4096);
        machine.task.syscall(AioV2.IO_SETUP2, pointer, 2, 0, fd);
        long id = memory.getLong(pointer);
        long first = machine.putRead(machine.iocbs, 1);
        machine.submit(id, first + machine.putRead(machine.iocbs + first, 2));
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(machine.getevents(id, 4096, POLL)).isEqualTo(64);
        assertThat(eventfd.counter()).isEqualTo(1);
    }

    // the mapped ring

    @Test
    void user_space_sees_events_in_the_mapped_ring() {
        long mapped = machine.setup(KioctxV2.MAP_RING);
        machine.submitRead(mapped, 0x55);
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        AioRingV2View ring = new AioRingV2View().wrap(memory, mapped);
        assertThat(ring.tail()).isEqualTo(32);
        assertThat(ring.word(ring.head())).isEqualTo(0x55);
        ring.head(32);
        assertThat(machine.getevents(mapped, 4096, POLL)).isZero();
    }

    @Test
    void the_overflow_flag_is_set_exactly_while_events_wait_for_room() {
        V2Machine small = new V2Machine(new AioV2Config(64, -32), -1, CostTable.FREE);
        long id = small.setup(KioctxV2.MAP_RING | KioctxV2.OVERFLOW_FLAG);
        AioRingV2View ring = new AioRingV2View().wrap(small.memory, id);
        for (int data = 1; data <= 3; data++) {
            assertThat(ring.flags()).isZero();
            small.submitRead(id, data);
            small.task.compute(2 * V2Machine.LATENCY_NANOS);
        }
        assertThat(ring.flags()).isEqualTo(RingHeader.FLAG_OVERFLOW);
        assertThat(ring.overflowCount()).isEqualTo(1);
        assertThat(small.reaped(small.getevents(id, 32, POLL))).containsExactly(1L);
        assertThat(ring.flags()).isZero();
        assertThat(small.reaped(small.getevents(id, 4096, POLL))).containsExactly(2L, 3L);
    }

    @Test
    void nonsense_in_the_data_area_is_the_callers_mistake() {
        long mapped = machine.setup(KioctxV2.MAP_RING);
        machine.submitRead(mapped, 1);
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        memory.putLong(mapped + 64 + 24, 4);
        assertThat(machine.getevents(mapped, 4096, POLL)).isEqualTo(-Errno.EINVAL);
    }

    // io_cancel2, io_destroy2

    @Test
    void cancel_reads_the_key_first_then_finds_the_context() {
        assertThat(machine.task.syscall(AioV2.IO_CANCEL2, 99, 0x10, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.task.syscall(AioV2.IO_CANCEL2, 99, machine.iocbs, 0))
                .isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_direct_read_under_way_cannot_be_cancelled() {
        machine.submitRead(context, 1);
        assertThat(machine.task.syscall(AioV2.IO_CANCEL2, context, machine.iocbs, 0))
                .isEqualTo(-Errno.EINVAL);
    }

    @Test
    void destroy_waits_for_what_is_in_flight() {
        machine.submitRead(context, 1);
        long started = machine.engine.nowNanos();
        assertThat(machine.task.syscall(AioV2.IO_DESTROY2, context, 0, 0)).isZero();
        assertThat(machine.engine.nowNanos() - started).isEqualTo(V2Machine.LATENCY_NANOS);
        assertThat(machine.aio.completed()).isEqualTo(1);
        assertThat(machine.task.syscall(AioV2.IO_DESTROY2, context, 0, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void destroy_takes_the_ring_out_of_user_space() {
        long mapped = machine.setup(KioctxV2.MAP_RING);
        machine.task.syscall(AioV2.IO_DESTROY2, mapped, 0, 0);
        assertThat(memory.isMapped(mapped)).isFalse();
    }

    @Test
    void destroy_wakes_those_who_wait() {
        ScriptedTask waiter = machine.anotherTask("waiter");
        waiter.beginSyscall(AioV2.IO_GETEVENTS2, context, machine.events, 4096, 0);
        machine.engine.runUntil(1);
        assertThat(machine.task.syscall(AioV2.IO_DESTROY2, context, 0, 0)).isZero();
        assertThat(waiter.await()).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void exit_of_the_process_ends_its_contexts() {
        machine.task.exit();
        assertThat(machine.abi.contexts()).isEmpty();
    }
}
