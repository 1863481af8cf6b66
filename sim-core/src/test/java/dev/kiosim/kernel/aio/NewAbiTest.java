package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.ring.RingHeader;
import org.junit.jupiter.api.Test;

/** The five system calls of the new ABI: results, and the order of checks. */
class NewAbiTest {
    private static final long POLL = 0;
    private static final long FOREVER = -1;

    private final V2Machine machine = new V2Machine();
    private final AddressSpace memory = machine.memory;
    private final long context = machine.setup(0);
    private final IocbView iocb = new IocbView();

    // io_setup2

    private long setup(long pointer, int version, int features) {
        return machine.task.syscall(AioV2.IO_SETUP2, pointer, version, features, -1);
    }

    @Test
    void setup_reads_the_pointer_before_anything_else() {
        assertThat(setup(0x10, 1, -1)).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void setup_refuses_a_pointer_that_holds_something() {
        long pointer = memory.map(4096);
        memory.putLong(pointer, 5);
        assertThat(setup(pointer, 2, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void setup_knows_version_2_only() {
        assertThat(setup(memory.map(4096), 1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(setup(memory.map(4096), 3, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(setup(memory.map(4096), 2, 0)).isZero();
    }

    @Test
    void setup_refuses_unknown_features_and_a_flag_without_a_header() {
        assertThat(setup(memory.map(4096), 2, 8)).isEqualTo(-Errno.EINVAL);
        assertThat(setup(memory.map(4096), 2, KioctxV2.OVERFLOW_FLAG)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void setup_makes_nothing_if_it_cannot_say_what() {
        long pointer = memory.map(4096);
        memory.getLong(pointer);
        memory.protect(pointer, 4096, AddressSpace.PROT_READ);
        int before = machine.abi.contexts().size();
        assertThat(setup(pointer, 2, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.abi.contexts()).hasSize(before);
    }

    @Test
    void a_mapped_ring_is_named_by_the_address_of_its_header() {
        long mapped = machine.setup(KioctxV2.MAP_RING | KioctxV2.STRICT_ATTRS);
        AioRingV2View ring = new AioRingV2View().wrap(memory, mapped);
        assertThat(ring.magic()).isEqualTo(0xa10a10a2);
        assertThat(ring.version()).isEqualTo(2);
        assertThat(ring.features()).isEqualTo(5);
        assertThat(ring.ringBytes()).isEqualTo(8192);
        assertThat(ring.head()).isZero();
        assertThat(ring.tail()).isZero();
    }

    // io_submit2

    private long submitChanged(Runnable change) {
        long bytes = machine.putRead(machine.iocbs, 1);
        iocb.wrap(memory, machine.iocbs);
        change.run();
        return machine.submit(context, bytes);
    }

    @Test
    void submit_wants_a_context_it_knows() {
        assertThat(machine.submit(context + 1, 64)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void submit_of_nothing_is_nothing() {
        assertThat(machine.submit(context, 0)).isZero();
    }

    @Test
    void submit_counts_bytes_and_stops_at_the_first_bad_iocb() {
        long first = machine.putRead(machine.iocbs, 1, attribute(Attribute.IO_TIME));
        long second = machine.putRead(machine.iocbs + first, 2);
        iocb.wrap(memory, machine.iocbs + first).flags(1);
        assertThat(machine.submit(context, first + second)).isEqualTo(first);
        assertThat(first).isEqualTo(64 + 16);
    }

    @Test
    void submit_checks_that_the_header_is_readable_first() {
        assertThat(machine.task.syscall(AioV2.IO_SUBMIT2, context, 0x10, 64))
                .isEqualTo(-Errno.EFAULT);
    }

    @Test
    void submit_refuses_a_piece_of_a_header() {
        machine.putRead(machine.iocbs, 1);
        assertThat(machine.submit(context, 63)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void submit_wants_reserved_fields_and_flags_to_be_zero() {
        assertThat(submitChanged(() -> iocb.rwFlags(1))).isEqualTo(-Errno.EINVAL);
        assertThat(submitChanged(() -> iocb.flags(1))).isEqualTo(-Errno.EINVAL);
        assertThat(submitChanged(() -> iocb.resfd(1))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void submit_refuses_a_negative_length() {
        assertThat(submitChanged(() -> iocb.nbytes(-1))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void attributes_must_lie_within_the_call() {
        assertThat(submitChanged(() -> iocb.attrBytes(16))).isEqualTo(-Errno.EINVAL);
        assertThat(submitChanged(() -> iocb.attrBytes(-16))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void attributes_take_a_page_at_most() {
        machine.putRead(machine.iocbs, 1);
        iocb.wrap(memory, machine.iocbs).attrBytes(4096 + 16);
        assertThat(machine.submit(context, 64 + 4096 + 16)).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void an_attribute_of_the_wrong_size_refuses_the_iocb() {
        for (int size : new int[] {0, 8, 15, 20, 24, 32, -16}) {
            long bytes = machine.putRead(machine.iocbs, 1, attribute(Attribute.IO_TIME));
            new IocbAttrView().wrap(memory, machine.iocbs + 64).size(size);
            assertThat(machine.submit(context, bytes)).as("size %d", size).isEqualTo(-Errno.EINVAL);
        }
        assertThat(machine.context(context).requestCount()).isZero();
    }

    @Test
    void the_4097th_request_is_refused() {
        long bytes = machine.putRead(machine.iocbs, 1);
        for (int i = 0; i < 4096; i++) {
            assertThat(machine.submit(context, bytes)).isEqualTo(64);
        }
        assertThat(machine.submit(context, bytes)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void requests_on_the_overflow_list_count_until_their_events_are_in_the_ring() {
        long bytes = machine.putRead(machine.iocbs, 1);
        for (int i = 0; i < 4096; i++) {
            machine.submit(context, bytes);
        }
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        KioctxV2 kioctx = machine.context(context);
        assertThat(kioctx.requestCount()).isEqualTo(4096 - 8192 / 32);
        assertThat(kioctx.overflowCount()).isEqualTo(4096 - 8192 / 32);
        assertThat(machine.getevents(context, 64, POLL)).isEqualTo(64);
        assertThat(kioctx.requestCount()).isEqualTo(4096 - 8192 / 32 - 2);
    }

    @Test
    void an_event_that_could_never_fit_is_refused() {
        V2Machine small =
                new V2Machine(new AioV2Config(64, 0), -1, dev.kiosim.kernel.CostTable.FREE);
        long id = small.setup(0);
        assertThat(small.submitRead(id, 1, attribute(Attribute.IO_TIME))).isEqualTo(-Errno.E2BIG);
        assertThat(small.submitRead(id, 1, attribute(Attribute.DEVICE_PATH))).isEqualTo(64 + 16);
    }

    @Test
    void malformed_attributes_are_found_before_the_file() {
        long bytes = machine.putRead(machine.iocbs, 1, attribute(Attribute.IO_TIME, 1));
        iocb.wrap(memory, machine.iocbs).fildes(99);
        assertThat(machine.submit(context, bytes)).isEqualTo(-Errno.EINVAL);
        assertThat(submitChanged(() -> iocb.fildes(99))).isEqualTo(-Errno.EBADF);
    }

    @Test
    void a_key_that_cannot_be_written_is_found_after_the_file() {
        long page = memory.map(4096);
        long bytes = machine.putRead(page, 1);
        iocb.wrap(memory, page).fildes(99).opcode(99);
        memory.protect(page, 4096, AddressSpace.PROT_READ);
        assertThat(machine.task.syscall(AioV2.IO_SUBMIT2, context, page, bytes))
                .isEqualTo(-Errno.EBADF);
        memory.protect(page, 4096, AddressSpace.PROT_READ_WRITE);
        iocb.fildes(machine.fd);
        memory.protect(page, 4096, AddressSpace.PROT_READ);
        assertThat(machine.task.syscall(AioV2.IO_SUBMIT2, context, page, bytes))
                .isEqualTo(-Errno.EFAULT);
    }

    @Test
    void the_key_names_the_request() {
        long first = machine.putRead(machine.iocbs, 1);
        long second = machine.putRead(machine.iocbs + first, 2);
        assertThat(machine.submit(context, first + second)).isEqualTo(first + second);
        int key = iocb.wrap(memory, machine.iocbs).key();
        assertThat(iocb.wrap(memory, machine.iocbs + first).key()).isNotEqualTo(key);
    }

    @Test
    void what_the_operation_checks_is_as_in_the_classic_abi() {
        assertThat(submitChanged(() -> iocb.opcode(99))).isEqualTo(-Errno.EINVAL);
        assertThat(submitChanged(() -> iocb.offset(-1))).isEqualTo(-Errno.EINVAL);
        int writeOnly = machine.process.files().install(machine.file(OpenFile.O_WRONLY));
        assertThat(submitChanged(() -> iocb.fildes(writeOnly))).isEqualTo(-Errno.EBADF);
        assertThat(machine.context(context).requestCount()).isZero();
        assertThat(machine.aio.inFlight()).isZero();
    }

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
        V2Machine small =
                new V2Machine(new AioV2Config(64, -32), -1, dev.kiosim.kernel.CostTable.FREE);
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
