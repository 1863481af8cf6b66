package dev.kiosim.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirtyExtentsTest {
    private final DirtyExtents extents = new DirtyExtents();

    @Test
    void runs_that_touch_become_one_with_the_age_of_the_older() {
        extents.add(100, 108, 5);
        extents.add(116, 124, 7);
        extents.add(108, 116, 9);
        int run = extents.next(0, Long.MAX_VALUE);
        assertThat(extents.first(run)).isEqualTo(100);
        assertThat(extents.end(run)).isEqualTo(124);
        assertThat(extents.age(run)).isEqualTo(5);
    }

    @Test
    void the_next_run_is_the_first_upwards_and_then_the_lowest() {
        extents.add(100, 108, 1);
        extents.add(500, 508, 2);
        assertThat(extents.first(extents.next(200, Long.MAX_VALUE))).isEqualTo(500);
        assertThat(extents.first(extents.next(508, Long.MAX_VALUE))).isEqualTo(100);
    }

    @Test
    void runs_that_are_too_young_are_left_for_later() {
        extents.add(100, 108, 9);
        extents.add(500, 508, 2);
        assertThat(extents.first(extents.next(0, 5))).isEqualTo(500);
        assertThat(extents.next(0, 2)).isEqualTo(-1);
        assertThat(extents.hasOlderThan(2)).isFalse();
        assertThat(extents.hasOlderThan(3)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_adds_and_removes_leave_what_a_set_of_sectors_has(long seed) {
        RandomStream random = RandomStream.named(seed, "extents");
        BitSet model = new BitSet();
        for (int i = 0; i < 3_000; i++) {
            int from = random.nextInt(2_000);
            int to = from + 1 + random.nextInt(60);
            if (random.nextInt(3) > 0) {
                extents.add(from, to, i);
                model.set(from, to);
            } else {
                extents.remove(from, to);
                model.clear(from, to);
            }
            assertThat(extents.sectors()).isEqualTo(model.cardinality());
            int begin = random.nextInt(2_000);
            assertThat(extents.holds(begin, begin + 8))
                    .isEqualTo(model.nextClearBit(begin) >= begin + 8);
        }
    }
}
