package dev.kiosim.scenarios.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipfTest {
    private static final int DRAWS = 400_000;

    @ParameterizedTest(name = "{0} ranks, exponent {1}")
    @CsvSource({"10, 1.1", "1000, 1.0", "1000, 0.5", "1000000, 1.0", "1000000, 0.8", "200000, 1.2"})
    void frequencies_of_head_middle_and_tail_follow_the_law(long count, double theta) {
        Zipf zipf = new Zipf(count, theta, RandomStream.named(7, "zipf"));
        long[] bounds = {
            1, Math.min(10, count), Math.min(1000, count), Math.min(100_000, count), count
        };
        long[] seen = new long[bounds.length];
        for (int i = 0; i < DRAWS; i++) {
            long rank = zipf.next();
            assertThat(rank).isBetween(1L, count);
            for (int b = 0; b < bounds.length; b++) {
                seen[b] += rank <= bounds[b] ? 1 : 0;
            }
        }
        double total = mass(count, theta);
        for (int b = 0; b < bounds.length; b++) {
            double expected = mass(bounds[b], theta) / total;
            double deviation = Math.sqrt(expected * (1 - expected) / DRAWS);
            assertThat((double) seen[b] / DRAWS)
                    .as("share of ranks up to %d", bounds[b])
                    .isCloseTo(expected, within(4.5 * deviation + 1e-9));
        }
    }

    private static double mass(long ranks, double theta) {
        double sum = 0;
        for (long rank = ranks; rank >= 1; rank--) {
            sum += Math.pow((double) rank, -theta);
        }
        return sum;
    }
}
