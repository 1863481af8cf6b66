package dev.kiosim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 500, 900, 990, 999, 1000})
    void a_quantile_is_at_most_a_64th_above_the_exact_one_and_never_below(int perMille) {
        RandomStream random = RandomStream.named(1, "histogram");
        long[] values = new long[10_000];
        Histogram histogram = new Histogram();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextLong(1L << random.nextInt(40));
            histogram.record(values[i]);
        }
        Arrays.sort(values);
        long exact = values[Math.max(0, (values.length * perMille + 999) / 1000 - 1)];
        assertThat(histogram.quantile(perMille)).isBetween(exact, exact + exact / 64);
    }

    @Test
    void nothing_recorded_gives_zeros() {
        Histogram histogram = new Histogram();
        assertThat(histogram.mean()).isZero();
        assertThat(histogram.min()).isZero();
        assertThat(histogram.max()).isZero();
        assertThat(histogram.quantile(500)).isZero();
    }

    @Test
    void small_values_are_exact_and_the_greatest_long_has_a_place() {
        Histogram histogram = new Histogram();
        histogram.record(0);
        histogram.record(63);
        histogram.record(Long.MAX_VALUE / 2);
        assertThat(histogram.quantile(1)).isZero();
        assertThat(histogram.quantile(500)).isEqualTo(63);
        assertThat(histogram.quantile(1000)).isEqualTo(Long.MAX_VALUE / 2);
    }
}
