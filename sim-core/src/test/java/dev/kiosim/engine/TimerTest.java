package dev.kiosim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerTest {
    private final Engine engine = new Engine(1);
    private final List<Long> firings = new ArrayList<>();
    private final Timer timer = new Timer(engine, () -> firings.add(engine.nowNanos()));

    @Test
    void it_fires_once_when_it_is_due() {
        timer.arm(10);
        assertThat(timer.isArmed()).isTrue();
        assertThat(timer.dueNanos()).isEqualTo(10);
        engine.run();
        assertThat(firings).containsExactly(10L);
        assertThat(timer.isArmed()).isFalse();
    }

    @Test
    void setting_it_again_moves_it() {
        timer.arm(10);
        timer.arm(25);
        engine.run();
        assertThat(firings).containsExactly(25L);
    }

    @Test
    void it_does_not_fire_once_it_is_withdrawn() {
        timer.arm(10);
        timer.disarm();
        engine.run();
        assertThat(firings).isEmpty();
        assertThat(engine.nowNanos()).as("no event, so no time passes").isZero();
    }

    @Test
    void withdrawing_it_when_it_is_not_set_does_nothing() {
        timer.disarm();
        timer.arm(3);
        engine.run();
        timer.disarm();
        assertThat(firings).containsExactly(3L);
        assertThat(engine.eventsWaiting()).isZero();
    }

    @Test
    void its_action_may_set_it_again() {
        Timer[] periodic = new Timer[1];
        periodic[0] = new Timer(engine, () -> {
            firings.add(engine.nowNanos());
            if (firings.size() < 3) {
                periodic[0].arm(5);
            }
        });
        periodic[0].arm(5);
        engine.run();
        assertThat(firings).containsExactly(5L, 10L, 15L);
    }

    @Test
    void a_withdrawn_timer_leaves_other_events_alone() {
        engine.schedule(1, () -> firings.add(-1L));
        timer.arm(1);
        engine.schedule(1, () -> firings.add(-2L));
        timer.disarm();
        engine.run();
        assertThat(firings).containsExactly(-1L, -2L);
        assertThat(engine.eventsFired()).isEqualTo(2);
    }

    @Test
    void firing_it_by_hand_is_a_violation() {
        assertThatThrownBy(timer::fire).isInstanceOf(InvariantViolation.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thousands_of_timers_set_and_withdrawn_at_random_fire_as_a_plain_list_says(long seed) {
        RandomStream random = RandomStream.named(seed, "timers");
        List<Integer> fired = new ArrayList<>();
        Timer[] timers = new Timer[5000]; // enough for cancelled entries to be cleared away
        long[] dueNanos = new long[timers.length];
        for (int i = 0; i < timers.length; i++) {
            int number = i;
            timers[i] = new Timer(engine, () -> fired.add(number));
        }
        for (int step = 0; step < 50_000; step++) {
            int i = random.nextInt(timers.length);
            if (random.nextInt(3) == 0) {
                timers[i].disarm();
                dueNanos[i] = 0;
            } else {
                dueNanos[i] = 1L + random.nextInt(1 << 30);
                timers[i].arm(dueNanos[i]);
            }
        }
        int armed =
                (int) java.util.Arrays.stream(dueNanos).filter(due -> due > 0).count();
        assertThat(engine.eventsWaiting()).as("seed %d", seed).isEqualTo(armed);
        engine.run();
        List<Long> firedAt = fired.stream().map(i -> dueNanos[i]).toList();
        assertThat(firedAt).as("seed %d", seed).hasSize(armed).isSorted().doesNotContain(0L);
    }
}
