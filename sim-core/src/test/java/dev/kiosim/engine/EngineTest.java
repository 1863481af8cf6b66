package dev.kiosim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final Engine engine = new Engine(1);
    private final List<String> log = new ArrayList<>();

    @Test
    void events_fire_when_they_are_due() {
        engine.schedule(20, note("late"));
        engine.schedule(10, note("early"));
        engine.run();
        assertThat(log).containsExactly("early at 10", "late at 20");
    }

    @Test
    void events_of_one_instant_fire_in_the_order_of_scheduling() {
        for (int i = 0; i < 100; i++) {
            engine.schedule(5, note("event " + i));
        }
        engine.run();
        assertThat(log).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(log.get(i)).isEqualTo("event %d at 5".formatted(i));
        }
    }

    @Test
    void an_event_without_delay_fires_later_in_the_same_instant() {
        engine.schedule(5, () -> {
            engine.schedule(0, note("scheduled now"));
            note("first").fire();
        });
        engine.schedule(5, note("was there before"));
        engine.run();
        assertThat(log)
                .containsExactly("first at 5", "was there before at 5", "scheduled now at 5");
    }

    @Test
    void one_event_object_may_wait_several_times() {
        Event event = note("again");
        engine.schedule(1, event);
        engine.schedule(2, event);
        engine.run();
        assertThat(log).containsExactly("again at 1", "again at 2");
    }

    @Test
    void a_run_until_a_deadline_includes_it_and_leaves_the_clock_there() {
        engine.schedule(10, note("in time"));
        engine.schedule(11, note("too late"));
        engine.runUntil(10);
        assertThat(log).containsExactly("in time at 10");
        engine.schedule(0, () -> {});
        engine.runUntil(10);
        assertThat(engine.nowNanos()).isEqualTo(10);
        engine.run();
        assertThat(log).contains("too late at 11");
    }

    @Test
    void a_run_until_a_deadline_passes_time_when_nothing_happens() {
        engine.runUntil(1000);
        assertThat(engine.nowNanos()).isEqualTo(1000);
    }

    @Test
    void a_run_without_deadline_leaves_the_clock_at_the_last_event() {
        engine.schedule(42, () -> {});
        engine.run();
        assertThat(engine.nowNanos()).isEqualTo(42);
    }

    @Test
    void a_stopped_run_goes_on_where_it_stopped() {
        engine.schedule(1, engine::stop);
        engine.schedule(2, note("after"));
        engine.runUntil(100);
        assertThat(engine.nowNanos()).isEqualTo(1);
        assertThat(log).isEmpty();
        engine.run();
        assertThat(log).containsExactly("after at 2");
    }

    @Test
    void a_step_fires_one_event() {
        engine.schedule(1, note("one"));
        engine.schedule(1, note("two"));
        assertThat(engine.step()).isTrue();
        assertThat(log).containsExactly("one at 1");
        assertThat(engine.step()).isTrue();
        assertThat(engine.step()).isFalse();
    }

    @Test
    void it_counts_what_waits_and_what_has_fired() {
        engine.schedule(1, () -> {});
        engine.schedule(2, () -> {});
        new Timer(engine, () -> {}).arm(3);
        assertThat(engine.eventsWaiting()).isEqualTo(3);
        engine.runUntil(2);
        assertThat(engine.eventsWaiting()).isEqualTo(1);
        assertThat(engine.eventsFired()).isEqualTo(2);
    }

    @Test
    void nothing_can_be_scheduled_in_the_past() {
        assertThatThrownBy(() -> engine.schedule(-1, () -> {}))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("1 ns ago, at t=0 ns");
    }

    @Test
    void nothing_can_be_scheduled_beyond_the_end_of_time() {
        engine.runUntil(1000);
        assertThatThrownBy(() -> engine.schedule(Long.MAX_VALUE / 2, () -> {}))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("beyond the end of time");
    }

    @Test
    void an_instant_without_end_is_a_livelock() {
        Engine impatient = new Engine(1, null, 1000);
        impatient.schedule(7, new Event() {
            @Override
            public void fire() {
                impatient.schedule(0, this);
            }
        });
        assertThatThrownBy(impatient::run)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("livelock: 1000 events at t=7 ns");
    }

    @Test
    void many_events_in_one_instant_are_no_livelock_if_time_moves_on() {
        Engine impatient = new Engine(1, null, 1000);
        for (int i = 0; i < 5000; i++) {
            impatient.schedule(i / 900, () -> {});
        }
        impatient.run();
        assertThat(impatient.eventsFired()).isEqualTo(5000);
    }

    @Test
    void a_stream_of_random_numbers_depends_on_seed_and_name_alone() {
        long first = new Engine(9).random("disk").nextLong();
        Engine other = new Engine(9);
        other.random("a consumer that was added").nextLong();
        assertThat(other.random("disk").nextLong()).isEqualTo(first);
        assertThat(new Engine(10).random("disk").nextLong()).isNotEqualTo(first);
    }

    private Event note(String what) {
        return () -> log.add(what + " at " + engine.nowNanos());
    }
}
