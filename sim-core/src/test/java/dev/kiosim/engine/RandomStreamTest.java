package dev.kiosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
    @Test
    void the_generator_gives_the_published_numbers_of_xoshiro256_star_star() {
        RandomStream random = new RandomStream(1, 2, 3, 4);
        assertThat(random.nextLong()).isEqualTo(11520L);
        assertThat(random.nextLong()).isEqualTo(0L);
        assertThat(random.nextLong()).isEqualTo(1509978240L);
        assertThat(random.nextLong()).isEqualTo(1215971899390074240L);
        assertThat(random.nextLong()).isEqualTo(1216172134540287360L);
        assertThat(random.nextLong()).isEqualTo(607988272756665600L);
        assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("16172922978634559625"));
    }

    /** The expected numbers come from a second implementation, written in another language. */
    @Test
    void a_named_stream_gives_the_same_numbers_for_ever() {
        RandomStream random = RandomStream.named(1, "disk");
        assertThat(random.nextLong()).isEqualTo(0xfb26318f72026a86L);
        assertThat(random.nextLong()).isEqualTo(0x3e16f08769ab3589L);
        assertThat(random.nextLong()).isEqualTo(0xc6c563e3c010648aL);
    }

    @Test
    void another_name_or_another_seed_gives_another_stream() {
        assertThat(RandomStream.named(1, "disks").nextLong()).isEqualTo(0x2f780ca50220ac80L);
        assertThat(RandomStream.named(2, "disk").nextLong()).isEqualTo(0x7e14b2d9a24964a3L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 6, 10, 64, 1000, (1L << 40) + 1, Long.MAX_VALUE})
    void numbers_stay_below_their_bound(long bound) {
        RandomStream random = RandomStream.named(1, "bounds");
        for (int i = 0; i < 10_000; i++) {
            assertThat(random.nextLong(bound)).isBetween(0L, bound - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 8, 10})
    void all_numbers_below_a_bound_are_equally_likely(int bound) {
        RandomStream random = RandomStream.named(1, "evenness");
        int draws = 10_000 * bound;
        int[] counts = new int[bound];
        for (int i = 0; i < draws; i++) {
            counts[random.nextInt(bound)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500); // five standard deviations
        }
    }

    @Test
    void doubles_lie_between_0_and_1_and_average_one_half() {
        RandomStream random = RandomStream.named(1, "doubles");
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextDouble();
            assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
            sum += value;
        }
        assertThat(sum / 100_000).isBetween(0.495, 0.505);
    }
}
