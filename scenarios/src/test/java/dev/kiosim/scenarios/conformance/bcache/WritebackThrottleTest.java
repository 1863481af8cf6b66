package dev.kiosim.scenarios.conformance.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritebackThrottleTest {
    private static final long SLOW_NANOS = 150_000_000;

    private final Engine engine = new Engine(1);
    private final List<Bio> served = new ArrayList<>();
    private WritebackThrottle throttle = new WritebackThrottle(engine, 64, this::serve);

    private void serve(Bio bio) {
        served.add(bio);
        engine.schedule(SLOW_NANOS, () -> throttle.ended(bio, SLOW_NANOS));
    }

    private void submit(Bio.Op op, int flags) {
        Bio bio = new Bio();
        bio.prepare(op, flags, 0, 8, ended -> {});
        throttle.submit(bio);
    }

    private long writesServed() {
        return served.stream().filter(bio -> bio.op == Bio.Op.WRITE).count();
    }

    @Test
    void half_of_sixteen_writes_go_at_once() {
        for (int i = 0; i < 64; i++) {
            submit(Bio.Op.WRITE, 0);
        }
        assertThat(writesServed()).isEqualTo(8);
    }

    @Test
    void writes_that_somebody_waits_for_are_never_held_back() {
        for (int i = 0; i < 64; i++) {
            submit(Bio.Op.WRITE, Bio.SYNC);
        }
        assertThat(writesServed()).isEqualTo(64);
    }

    @Test
    void slow_reads_bring_writes_down_to_one_at_a_time() {
        for (int i = 0; i < 400; i++) {
            submit(Bio.Op.WRITE, 0);
        }
        for (int i = 0; i < 20; i++) {
            submit(Bio.Op.READ, 0);
            engine.runUntil(engine.nowNanos() + SLOW_NANOS);
        }
        long before = writesServed();
        submit(Bio.Op.READ, 0);
        engine.runUntil(engine.nowNanos() + SLOW_NANOS);
        assertThat(writesServed() - before).isBetween(1L, 2L);
    }

    @Test
    void writes_alone_get_more_and_more() {
        for (int i = 0; i < 400; i++) {
            submit(Bio.Op.WRITE, 0);
        }
        engine.runUntil(4 * SLOW_NANOS);
        assertThat(writesServed()).isGreaterThan(4 * 8);
    }
}
