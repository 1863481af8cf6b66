package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.kernel.aio.V2Prototype.Defect;
import org.junit.jupiter.api.Test;

/** Each defect of the published prototype, and the ABI as it should be in the same situation. */
class PrototypeTest {
    private static V2Machine machine(V2Variant variant) {
        return new V2Machine(AioV2Config.of(variant), -1, CostTable.FREE);
    }

    private static V2Machine prototype(Defect defect) {
        return machine(new V2Prototype(defect));
    }

    private static Finding onlyFinding(V2Machine machine) {
        assertThat(machine.abi.findings().kept()).hasSize(1);
        return machine.abi.findings().kept().get(0);
    }

    private static boolean returnsFromReaping(V2Machine machine) {
        long context = machine.setup(0);
        machine.submitRead(context, 1);
        machine.task.beginSyscall(AioV2.IO_GETEVENTS2, context, machine.events, 4096, 0);
        machine.engine.run();
        return machine.task.isDone();
    }

    @Test
    void p1_a_reaper_at_the_start_of_the_data_area_goes_round_for_ever() {
        V2Machine right = machine(V2Variant.RIGHT);
        assertThat(returnsFromReaping(right)).isTrue();
        V2Machine wrong = prototype(Defect.P1);
        assertThat(returnsFromReaping(wrong)).isFalse();
        assertThat(onlyFinding(wrong).kind()).isEqualTo(Finding.Kind.LIVELOCK);
    }

    @Test
    void p1_anywhere_else_the_reaper_gets_through() {
        V2Machine wrong = new V2Machine(
                new AioV2Config(8192, 8, new V2Prototype(Defect.P1)), -1, CostTable.FREE);
        assertThat(returnsFromReaping(wrong)).isTrue();
        assertThat(wrong.abi.findings().count()).isZero();
    }

    private static long attrBytes(V2Machine machine) {
        long context = machine.setup(0);
        machine.submitRead(context, 1, attribute(Attribute.IO_TIME));
        machine.getevents(context, 4096, -1);
        return machine.event().attrBytes();
    }

    @Test
    void p2_every_attribute_is_lost_silently() {
        assertThat(attrBytes(machine(V2Variant.RIGHT))).isEqualTo(40);
        V2Machine wrong = prototype(Defect.P2);
        assertThat(attrBytes(wrong)).isZero();
        assertThat(onlyFinding(wrong).kind()).isEqualTo(Finding.Kind.LOST_ATTRIBUTES);
    }

    @Test
    void p3_completions_go_into_a_ring_of_the_classic_kind() {
        V2Machine wrong = prototype(Defect.P3);
        long context = wrong.setup(KioctxV2.MAP_RING);
        wrong.submitRead(context, 0x77);
        assertThat(wrong.getevents(context, 4096, 10_000)).isZero();
        assertThat(wrong.memory.getLong(context + 32)).isEqualTo(0x77);
        assertThat(wrong.memory.getInt(context + 12)).isEqualTo(1); // the tail of a classic ring
        assertThat(onlyFinding(wrong).kind()).isEqualTo(Finding.Kind.LOST_EVENT);
    }

    /** Two completions at once on two CPUs, pushed on one list; how many are on it. */
    private static int listed(V2Machine machine) {
        long list = machine.memory.map(4096);
        ScriptedTask other = machine.anotherTask("other");
        other.task().setAffinity(1);
        machine.putRead(machine.iocbs, 1);
        machine.putRead(machine.iocbs + 4096, 2);
        machine.task.beginSyscall(AioV2.IO_SUBMIT_NOCTX, machine.iocbs, list, 0, 0);
        other.beginSyscall(AioV2.IO_SUBMIT_NOCTX, machine.iocbs + 4096, list, 0, 0);
        machine.engine.runUntil(10 * V2Machine.LATENCY_NANOS);
        int count = 0;
        long at = machine.memory.getLong(list);
        while (at != 0) {
            count++;
            at = new IocbNoctxView().wrap(machine.memory, at).link();
        }
        return count;
    }

    @Test
    void p4_of_two_completions_at_once_one_is_lost() {
        assertThat(listed(machine(V2Variant.RIGHT))).isEqualTo(2);
        V2Machine wrong = prototype(Defect.P4);
        assertThat(listed(wrong)).isEqualTo(1);
        assertThat(onlyFinding(wrong).kind()).isEqualTo(Finding.Kind.LOST_EVENT);
    }

    /** The result that a context-less iocb ends with; user space had left -7 there. */
    private static long storedResult(V2Machine machine) {
        long list = machine.memory.map(4096);
        machine.putRead(machine.iocbs, 1);
        IocbNoctxView iocb =
                new IocbNoctxView().wrap(machine.memory, machine.iocbs).res(-7);
        machine.task.syscall(AioV2.IO_SUBMIT_NOCTX, machine.iocbs, list, 0);
        machine.task.syscall(AioV2.IO_WAIT_NOCTX, list, 0, 0);
        return iocb.res();
    }

    @Test
    void p5_the_result_is_what_user_space_left_there() {
        assertThat(storedResult(machine(V2Variant.RIGHT))).isEqualTo(4096);
        V2Machine wrong = prototype(Defect.P5);
        assertThat(storedResult(wrong)).isEqualTo(-7);
        assertThat(onlyFinding(wrong).kind()).isEqualTo(Finding.Kind.LOST_RESULT);
    }

    @Test
    void p6_a_buffer_too_small_looks_like_a_time_out() {
        V2Machine right = machine(V2Variant.RIGHT);
        long context = right.setup(0);
        right.submitRead(context, 1);
        assertThat(right.getevents(context, 31, -1)).isEqualTo(-Errno.EINVAL);
        V2Machine wrong = prototype(Defect.P6);
        context = wrong.setup(0);
        wrong.submitRead(context, 1);
        assertThat(wrong.getevents(context, 31, -1)).isZero();
        assertThat(wrong.abi.findings().count()).isZero();
    }

    @Test
    void p6_a_caller_that_tries_again_and_again_is_stopped() {
        V2Machine wrong = prototype(Defect.P6);
        long context = wrong.setup(0);
        wrong.submitRead(context, 1);
        long calls = 0;
        while (wrong.abi.findings().count() == 0) {
            wrong.task.beginSyscall(AioV2.IO_GETEVENTS2, context, wrong.events, 31, 0);
            wrong.engine.run();
            calls++;
        }
        assertThat(calls).isEqualTo(1_000);
        assertThat(onlyFinding(wrong).kind()).isEqualTo(Finding.Kind.LIVELOCK);
        assertThat(wrong.task.isDone()).isFalse();
    }

    @Test
    void p7_the_lock_value_is_never_a_position() {
        V2Machine near = new V2Machine(
                new AioV2Config(64, -64, new V2Prototype(Defect.P7)), -1, CostTable.FREE);
        long context = near.setup(0);
        for (int i = 0; i < 8; i++) { // through the wrap at 2^32, by every position on the way
            near.submitRead(context, i, new long[] {99});
            assertThat(near.getevents(context, 64, -1)).isEqualTo(48);
        }
    }

    @Test
    void the_prototype_as_published_has_them_all() {
        for (Defect defect : Defect.values()) {
            assertThat(V2Prototype.asPublished().has(defect)).isTrue();
            assertThat(new V2Prototype().has(defect)).isFalse();
        }
        assertThat(V2Prototype.asPublished().abi()).isEqualTo("v2-prototype");
    }

    @Test
    void a_prototype_without_its_defects_is_right() {
        V2Machine cured = machine(new V2Prototype());
        assertThat(returnsFromReaping(cured)).isTrue();
        assertThat(attrBytes(machine(new V2Prototype()))).isEqualTo(40);
        assertThat(listed(machine(new V2Prototype()))).isEqualTo(2);
        assertThat(storedResult(machine(new V2Prototype()))).isEqualTo(4096);
    }
}
