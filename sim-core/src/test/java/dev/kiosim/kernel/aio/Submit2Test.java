package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import org.junit.jupiter.api.Test;

/** io_setup2 and io_submit2: results, and the order of checks. */
class Submit2Test {
    private static final long POLL = 0;

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
    void setup_wants_an_eventfd_if_anything() {
        long pointer = memory.map(4096);
        int features = 0;
        assertThat(machine.task.syscall(AioV2.IO_SETUP2, pointer, 2, features, 99))
                .isEqualTo(-Errno.EBADF);
        assertThat(machine.task.syscall(AioV2.IO_SETUP2, pointer, 2, features, machine.fd))
                .isEqualTo(-Errno.EINVAL);
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
        V2Machine small = new V2Machine(new AioV2Config(64, 0), -1, CostTable.FREE);
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

    @Test
    void a_context_that_is_destroyed_under_a_submission_takes_no_further_iocb() {
        V2Machine priced = new V2Machine(AioV2Config.usual(), -1, CostTable.SERVER_2013);
        long id = priced.setup(0);
        KioctxV2 dying = priced.context(id);
        long first =
                priced.putIocb(priced.iocbs, AioOperations.NOOP, 1, attribute(Attribute.IO_TIME));
        long both = first + priced.putIocb(priced.iocbs + first, AioOperations.NOOP, 2);
        priced.aio.onCompletion(request -> priced.abi.remove(dying)); // between the two
        priced.task.beginSyscall(AioV2.IO_SUBMIT2, id, priced.iocbs, both, 0);
        assertThat(priced.task.await()).isEqualTo(first);
        assertThat(dying.requestCount()).isZero();
    }
}
