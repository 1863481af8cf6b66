package dev.kiosim.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectorStampsTest {
    @Test
    void a_sector_that_was_never_stored_has_the_stamp_of_the_store() {
        assertThat(new SectorStamps(-7).get(123_456_789_012L)).isEqualTo(-7);
    }

    @Test
    void clearing_forgets_everything() {
        SectorStamps stamps = new SectorStamps(0);
        stamps.put(5, 9);
        stamps.clear();
        assertThat(stamps.isEmpty()).isTrue();
        assertThat(stamps.get(5)).isZero();
    }

    @Test
    void stamps_are_laid_over_others_where_there_are_any() {
        SectorStamps stamps = new SectorStamps(-1);
        stamps.fill(6, 4, 5);
        stamps.put(30, 7);
        long[] over = new long[27];
        stamps.loadOver(5, 27, over, 0);
        long[] expected = new long[27];
        Arrays.fill(expected, 1, 5, 5);
        expected[25] = 7;
        assertThat(over).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_stores_and_fills_read_back_as_from_a_plain_map(long seed) {
        RandomStream random = RandomStream.named(seed, "stamps");
        SectorStamps stamps = new SectorStamps(0);
        TreeMap<Long, Long> model = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            long first = random.nextLong(20_000) * (random.nextInt(50) == 0 ? 1L << 25 : 1);
            int count = 1 + random.nextInt(40);
            long stamp = random.nextInt(5);
            if (random.nextInt(2) == 0) {
                stamps.fill(first, count, stamp);
                for (int j = 0; j < count; j++) {
                    model.put(first + j, stamp);
                }
            } else {
                long[] values = new long[count + 3];
                for (int j = 0; j < count; j++) {
                    values[3 + j] = random.nextInt(3) == 0 ? random.nextInt(9) : stamp;
                    model.put(first + j, values[3 + j]);
                }
                stamps.store(first, count, values, 3);
            }
        }
        model.forEach((sector, stamp) -> assertThat(stamps.get(sector)).isEqualTo(stamp));
        long[] run = new long[40];
        model.keySet().forEach(first -> {
            stamps.load(first, 37, run, 3);
            for (int i = 0; i < 37; i++) {
                assertThat(run[3 + i]).isEqualTo(model.getOrDefault(first + i, 0L));
            }
        });
    }
}
