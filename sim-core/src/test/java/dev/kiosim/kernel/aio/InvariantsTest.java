package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.ring.ByteRing;
import java.lang.reflect.Field;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * The invariants of the new ABI, numbered as in its specification, section 7: each structure is
 * broken on purpose, and the simulator catches itself. Number 7 is the explorer's.
 */
class InvariantsTest {
    /** Rings of four events without returns, one event before the wrap at 2^32. */
    private final V2Machine machine = new V2Machine(new AioV2Config(128, -32), -1, CostTable.FREE);

    private final long id = machine.setup(0);
    private final KioctxV2 context = machine.context(id);
    private final ByteRing ring = context.ring();

    private void complete(int reads) {
        for (int i = 0; i < reads; i++) {
            machine.submitRead(id, i);
            machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        }
    }

    /** Breaks what nothing but the simulator itself can reach. */
    private static void set(Object owner, String field, Object value) {
        try {
            find(owner, field).set(owner, value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object get(Object owner, String field) {
        try {
            return find(owner, field).get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field find(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertViolated(ThrowingCallable action, String message) {
        assertThatThrownBy(action)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining(message);
    }

    @Test
    void i1_more_bytes_than_the_ring_has_are_caught_when_they_are_published() {
        complete(1);
        set(ring, "tail", -32 + 128 + 8);
        assertViolated(ring::publish, "136 bytes in a ring of 128");
    }

    @Test
    void i1_more_bytes_than_the_ring_has_are_caught_by_a_walk() {
        complete(1);
        set(ring, "tail", -32 + 128 + 8);
        assertViolated(ring::checkInvariants, "136 bytes in a ring of 128");
    }

    @Test
    void i1_a_position_between_words_is_caught() {
        complete(1);
        set(ring, "tail", 4);
        assertViolated(context::checkInvariants, "4 is no multiple of 8");
    }

    @Test
    void i2_a_request_that_completes_twice_is_caught() {
        machine.submitRead(id, 7);
        AioKiocb request = context.findRequest(0, machine.iocbs);
        machine.aio.complete(request, 1);
        assertViolated(() -> machine.aio.complete(request, 1), "request 7 is COMPLETED");
    }

    @Test
    void i2_a_request_that_completes_without_being_accepted_is_caught() {
        AioKiocb request = context.allocate(machine.task.task());
        assertViolated(() -> machine.aio.complete(request, 1), "is ALLOCATED");
    }

    @Test
    void i2_a_request_given_back_twice_is_caught() {
        AioKiocb request = context.allocate(machine.task.task());
        machine.aio.release(request);
        assertViolated(() -> machine.aio.release(request), "is FREE");
    }

    @Test
    void i2_a_request_that_is_lost_before_its_completion_is_caught() {
        machine.submitRead(id, 1);
        set(machine.aio, "inFlight", 0L);
        assertViolated(machine.aio::checkInvariants, "1 requests accepted, 0 completed, 0 in");
    }

    @Test
    void i2_a_completion_that_becomes_no_event_is_caught() {
        complete(6);
        ((KiocbList) get(context, "overflow")).removeFirst();
        assertViolated(machine.aio::checkInvariants, "waits out of turn");
    }

    @Test
    void i2_a_batch_that_forgets_a_completion_is_caught() {
        machine.submitRead(id, 1);
        machine.aio.complete(context.findRequest(0, machine.iocbs), 0); // and no end of the batch
        assertViolated(machine.aio::checkInvariants, "left 1 of it");
    }

    @Test
    void i3_an_event_out_of_turn_is_caught_when_it_is_put_into_the_ring() {
        complete(6);
        KiocbList waiting = (KiocbList) get(context, "overflow");
        waiting.addLast(waiting.removeFirst());
        assertViolated(() -> machine.getevents(id, 4096, 0), "completion 5 becomes event 4");
    }

    @Test
    void i4_an_event_that_waits_though_there_is_room_is_caught() {
        complete(6);
        set(context, "headWhenRefilled", 0);
        ring.moveHead(-32, 0);
        assertViolated(context::checkInvariants, "an event waits, and there is room for it");
    }

    @Test
    void i5_a_flag_that_is_not_set_while_events_wait_is_caught() {
        long flagged = machine.setup(KioctxV2.MAP_RING | KioctxV2.OVERFLOW_FLAG);
        for (int i = 0; i < 5; i++) {
            machine.submitRead(flagged, i);
            machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        }
        machine.context(flagged).checkInvariants();
        machine.context(flagged).ring().setFlags(0);
        assertViolated(machine.aio::checkInvariants, "overflow flag 0, list of 1");
    }

    @Test
    void i5_a_flag_that_is_set_though_nothing_waits_is_caught() {
        long flagged = machine.setup(KioctxV2.MAP_RING | KioctxV2.OVERFLOW_FLAG);
        machine.context(flagged).ring().setFlags(1);
        assertViolated(machine.aio::checkInvariants, "overflow flag 1, list of 0");
    }

    @Test
    void i5_a_flag_that_user_space_overwrites_is_not_the_simulators_fault() {
        long flagged = machine.setup(KioctxV2.MAP_RING | KioctxV2.OVERFLOW_FLAG);
        machine.memory.putInt(flagged + 24, 1);
        machine.aio.checkInvariants();
    }

    @Test
    void i6_returns_that_do_not_add_up_to_attr_bytes_are_caught_by_a_walk() {
        machine.submitRead(id, 1, attribute(Attribute.IO_TIME));
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        machine.aio.checkInvariants();
        ring.putLong(-32 + 32 + 8, 16); // the size of the return says: no payload
        assertViolated(machine.aio::checkInvariants, "a return of");
    }

    @Test
    void i6_an_event_that_does_not_end_at_the_tail_is_caught_by_a_walk() {
        complete(1);
        ring.putLong(-32 + 24, 64);
        assertViolated(machine.aio::checkInvariants, "an event of 96 bytes, 32 before the tail");
    }

    @Test
    void i6_an_event_whose_length_was_told_wrong_is_caught_when_it_is_put() {
        machine.submitRead(id, 1, attribute(Attribute.IO_TIME));
        set(get(context, "events"), "variant", new V2Variant() {
            private boolean asked;

            @Override
            public boolean copiesReturns() {
                boolean answer = asked;
                asked = true; // no returns while the room is made, and then they are written
                return answer;
            }
        });
        assertViolated(machine.engine::run, "an event of 32 bytes takes 72");
    }

    @Test
    void a_slot_of_a_classic_ring_that_was_lost_is_caught() {
        ClassicMachine classic = ClassicMachine.modern();
        KioctxV1 classicContext = classic.v1.find(classic.program.task(), classic.setup(8));
        classic.aio.checkInvariants();
        set(classicContext, "inFlight", 1);
        assertViolated(classic.aio::checkInvariants, "1 in flight");
    }
}
