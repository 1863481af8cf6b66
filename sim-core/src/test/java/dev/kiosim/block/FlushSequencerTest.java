package dev.kiosim.block;

import static dev.kiosim.block.FakeDrive.SERVICE_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio.Op;
import dev.kiosim.engine.Engine;
import dev.kiosim.trace.Tracer;
import org.junit.jupiter.api.Test;

class FlushSequencerTest {
    private final Engine engine = new Engine(1);
    private final FakeDrive drive = new FakeDrive(engine);
    private final RequestQueue queue = new RequestQueue(
            "sda",
            new RequestQueue.Surroundings(engine, new Plug(), Tracer.NONE, 0),
            QueueLimits.MODERN,
            new ListElevator(),
            drive);
    private int ended;

    FlushSequencerTest() {
        drive.isVolatile = true;
    }

    private Bio submit(Op op, int flags, long sector, int sectors) {
        Bio bio = new Bio().prepare(op, flags, sector, sectors, done -> {
            done.settle(engine.nowNanos());
            ended++;
        });
        bio.submitTo(queue, engine.nowNanos());
        return bio;
    }

    @Test
    void preflush_and_fua_become_three_steps_on_a_drive_without_fua() {
        submit(Op.WRITE, Bio.PREFLUSH | Bio.FUA, 8, 8);
        engine.run();
        assertThat(drive.log).containsExactly("FLUSH 0+0", "WRITE 8+8", "FLUSH 0+0");
    }

    @Test
    void the_last_step_is_dropped_if_the_drive_does_fua() {
        drive.knowsFua = true;
        submit(Op.WRITE, Bio.PREFLUSH | Bio.FUA, 8, 8);
        engine.run();
        assertThat(drive.log).containsExactly("FLUSH 0+0", "WRITE 8+8 FUA");
    }

    @Test
    void all_steps_but_the_data_are_dropped_if_the_drive_has_no_volatile_cache() {
        drive.isVolatile = false;
        submit(Op.WRITE, Bio.PREFLUSH | Bio.FUA, 8, 8);
        Bio flush = submit(Op.FLUSH, 0, 0, 0);
        engine.run();
        assertThat(drive.log).containsExactly("WRITE 8+8");
        assertThat(flush.status).isZero();
        assertThat(ended).isEqualTo(2);
    }

    @Test
    void an_empty_flush_is_one_step() {
        submit(Op.WRITE, Bio.PREFLUSH, 0, 0);
        engine.run();
        assertThat(drive.log).containsExactly("FLUSH 0+0");
    }

    @Test
    void flushes_that_wait_while_one_runs_share_the_next() {
        submit(Op.FLUSH, 0, 0, 0);
        for (int i = 0; i < 5; i++) {
            submit(Op.FLUSH, 0, 0, 0);
        }
        engine.run();
        assertThat(drive.log).containsExactly("FLUSH 0+0", "FLUSH 0+0");
        assertThat(ended).isEqualTo(6);
    }

    @Test
    void waiting_for_a_shared_flush_is_scheduler_time() {
        submit(Op.FLUSH, 0, 0, 0);
        Bio second = submit(Op.FLUSH, 0, 0, 0);
        engine.run();
        assertThat(second.schedulerNanos).isEqualTo(SERVICE_NANOS);
        assertThat(second.deviceNanos).isEqualTo(SERVICE_NANOS);
    }

    @Test
    void a_flush_waits_for_data_in_flight_that_will_need_one_too() {
        submit(Op.WRITE, Bio.FUA, 8, 8);
        submit(Op.FLUSH, 0, 0, 0);
        engine.run();
        assertThat(drive.log).containsExactly("WRITE 8+8", "FLUSH 0+0");
        assertThat(ended).isEqualTo(2);
    }

    @Test
    void a_failed_step_ends_the_sequence_with_its_status() {
        drive.nextStatus = BioStatus.EIO;
        Bio bio = submit(Op.WRITE, Bio.PREFLUSH | Bio.FUA, 8, 8);
        engine.run();
        assertThat(bio.status).isEqualTo(BioStatus.EIO);
        assertThat(drive.log).containsExactly("FLUSH 0+0");
    }

    @Test
    void flush_sequences_pass_the_elevator() {
        submit(Op.WRITE, 0, 100, 8);
        submit(Op.WRITE, 0, 200, 8);
        submit(Op.WRITE, Bio.PREFLUSH, 8, 8);
        engine.run();
        assertThat(drive.log)
                .containsExactly("WRITE 100+8", "FLUSH 0+0", "WRITE 8+8", "WRITE 200+8");
    }
}
