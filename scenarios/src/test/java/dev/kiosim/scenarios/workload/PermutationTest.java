package dev.kiosim.scenarios.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 1000, 4096, 100_003})
    void every_number_comes_exactly_once(int count) {
        Permutation order = new Permutation(count, 42);
        BitSet seen = new BitSet();
        for (int i = 0; i < count; i++) {
            long number = order.at(i);
            assertThat(number).isBetween(0L, count - 1L);
            assertThat(seen.get((int) number)).as("%d came before", number).isFalse();
            seen.set((int) number);
        }
    }

    @Test
    void another_key_gives_another_order() {
        Permutation one = new Permutation(1000, 1);
        Permutation other = new Permutation(1000, 2);
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            same += one.at(i) == other.at(i) ? 1 : 0;
        }
        assertThat(same).isLessThan(20);
    }
}
