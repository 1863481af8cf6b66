package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Timers of the kernel are late by what their place in the timer wheel is coarse. */
class TimerWheelTest {
    private static final long MILLI = 1_000_000;

    @Test
    void a_short_timer_is_late_by_one_tick_at_most() {
        assertThat(Jiffies.timerNanos(0, 100 * MILLI)).isEqualTo(104 * MILLI);
        assertThat(Jiffies.timerNanos(3 * MILLI, 100 * MILLI)).isEqualTo(101 * MILLI);
    }

    @Test
    void a_timer_of_half_a_minute_goes_off_at_a_multiple_of_two_seconds() {
        long wheel = 512 * 4 * MILLI;
        assertThat(Jiffies.timerNanos(0, 30_000 * MILLI)).isEqualTo(15 * wheel);
        assertThat(Jiffies.timerNanos(1_000 * MILLI, 30_000 * MILLI) + 1_000 * MILLI)
                .isEqualTo(16 * wheel);
    }
}
