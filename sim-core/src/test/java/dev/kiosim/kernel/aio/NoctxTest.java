package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Context-less requests and their completion lists. */
class NoctxTest {
    private final V2Machine machine = new V2Machine();
    private final AddressSpace memory = machine.memory;
    private final long list = memory.map(4096);
    private final IocbNoctxView iocb = new IocbNoctxView();

    /** Writes a read into slot {@code slot}, with attributes; its address. */
    private long put(int slot, long data, long[]... attributes) {
        long at = machine.iocbs + slot * 4096L;
        long bytes = machine.putIocb(at, AioOperations.PREAD, data, attributes) - 64;
        for (long i = bytes - 8; i >= 0; i -= 8) { // make room between header and attributes
            memory.putLong(at + 88 + i, memory.getLong(at + 64 + i));
        }
        iocb.wrap(memory, at).res(-7).res2(-7).link(-7);
        return at;
    }

    private long submit(long at) {
        return machine.task.syscall(AioV2.IO_SUBMIT_NOCTX, at, list, 0);
    }

    private long await(long timeoutNanos) {
        return machine.task.syscall(AioV2.IO_WAIT_NOCTX, list, machine.timeout(timeoutNanos), 0);
    }

    private List<Long> listed() {
        List<Long> addresses = new ArrayList<>();
        for (long at = memory.getLong(list); at != 0; at = iocb.wrap(memory, at).link()) {
            addresses.add(at);
        }
        return addresses;
    }

    @Test
    void a_struct_lies_as_its_table_says() {
        iocb.wrap(memory, list).res(0x11).res2(0x22).link(0x33);
        assertThat(memory.getLong(list + 64)).isEqualTo(0x11);
        assertThat(memory.getLong(list + 72)).isEqualTo(0x22);
        assertThat(memory.getLong(list + 80)).isEqualTo(0x33);
        assertThat(iocb.linkAddress()).isEqualTo(list + 80);
        assertThat(IocbNoctxView.SIZE_BYTES).isEqualTo(88);
    }

    @Test
    void a_completion_brings_its_results_and_goes_on_the_list() {
        long at = put(0, 5);
        assertThat(submit(at)).isZero();
        assertThat(memory.getLong(list)).isZero();
        assertThat(await(-1)).isZero();
        assertThat(listed()).containsExactly(at);
        iocb.wrap(memory, at);
        assertThat(iocb.res()).isEqualTo(4096);
        assertThat(iocb.res2()).isZero();
    }

    @Test
    void returns_are_stored_behind_the_attributes() {
        long at = put(0, 5, attribute(Attribute.CACHE_RESULT), attribute(Attribute.IO_TIME));
        submit(at);
        await(-1);
        IocbAttrRetView ret = new IocbAttrRetView().wrap(memory, at + 88 + 32);
        assertThat(ret.ret()).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(ret.next().payload(2)).isEqualTo(V2Machine.LATENCY_NANOS);
    }

    @Test
    void the_newest_completion_comes_first() {
        long first = put(0, 1);
        long second = put(1, 2);
        submit(first);
        submit(second);
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(listed()).containsExactly(second, first);
    }

    @Test
    void nothing_limits_how_many_are_in_flight() {
        int many = 5_000;
        long at = memory.map(many * 128L);
        for (int i = 0; i < many; i++) {
            machine.putRead(at + i * 128L, i);
            assertThat(machine.task.syscall(AioV2.IO_SUBMIT_NOCTX, at + i * 128L, list, 0))
                    .isZero();
        }
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(listed()).hasSize(many);
    }

    @Test
    void iocb_and_list_must_be_aligned() {
        long at = put(0, 1);
        assertThat(submit(at + 4)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.task.syscall(AioV2.IO_SUBMIT_NOCTX, at, list + 4, 0))
                .isEqualTo(-Errno.EFAULT);
        assertThat(machine.task.syscall(AioV2.IO_WAIT_NOCTX, list + 4, 0, 0))
                .isEqualTo(-Errno.EFAULT);
    }

    @Test
    void results_returns_and_head_must_be_writable() {
        long end = memory.map(4096) + 4096;
        machine.putRead(end - 88, 1);
        assertThat(submit(end - 88)).isZero();
        long withReturns = end - 88 - 16; // the attribute fits, its return does not
        machine.putRead(withReturns, 1, attribute(Attribute.DEVICE_PATH));
        memory.putLong(withReturns + 88 + 8, 16 | (long) Attribute.DEVICE_PATH.id() << 32);
        assertThat(submit(withReturns)).isEqualTo(-Errno.EFAULT);
        memory.protect(list, 4096, AddressSpace.PROT_READ);
        assertThat(submit(put(0, 1))).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void waiting_ends_with_the_time() {
        assertThat(await(500)).isEqualTo(-Errno.ETIMEDOUT);
        assertThat(machine.engine.nowNanos()).isEqualTo(500);
        assertThat(await(0)).isEqualTo(-Errno.ETIMEDOUT);
    }

    @Test
    void waiting_for_a_list_that_is_not_empty_does_not_wait() {
        memory.putLong(list, 8);
        assertThat(await(-1)).isZero();
    }

    @Test
    void a_signal_ends_the_wait() {
        machine.task.beginSyscall(AioV2.IO_WAIT_NOCTX, list, 0, 0, 0);
        machine.engine.runUntil(10);
        machine.task.task().signals().raise(14);
        assertThat(machine.task.await()).isEqualTo(-Errno.EINTR);
    }

    @Test
    void a_push_on_another_list_wakes_nobody_here() {
        ScriptedTask waiter = machine.anotherTask("waiter");
        waiter.beginSyscall(AioV2.IO_WAIT_NOCTX, list + 8, 0, 0, 0);
        submit(put(0, 1));
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(waiter.isDone()).isFalse();
    }
}
