package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which open bucket is picked, against the kernel's walk over all of them. */
class OpenBucketOrderTest {
    private static final int COUNT = 128;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 40", "4, 300"})
    void it_is_the_one_that_a_walk_from_the_most_recent_finds(long seed, int tasks) {
        OpenBucketOrder order = new OpenBucketOrder(COUNT);
        List<Integer> leastRecentFirst = new ArrayList<>();
        long[] end = new long[COUNT];
        int[] point = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            leastRecentFirst.add(i);
        }
        RandomStream random = RandomStream.named(seed, "open");
        for (int i = 0; i < 20_000; i++) {
            int task = random.nextInt(tasks);
            long start = 8 + 8L * random.nextInt(400);
            int expected = leastRecentFirst.get(0);
            int ofPoint = -1;
            for (int rank = COUNT - 1; rank >= 0; rank--) {
                int open = leastRecentFirst.get(rank);
                if (end[open] == start) {
                    ofPoint = open;
                    break;
                }
                if (point[open] == task) {
                    ofPoint = open;
                }
            }
            expected = ofPoint < 0 ? expected : ofPoint;
            assertThat(order.pick(start, task)).as("step %d", i).isEqualTo(expected);
            end[expected] = start + 8;
            point[expected] = task;
            leastRecentFirst.remove((Integer) expected);
            leastRecentFirst.add(expected);
            order.used(expected, start + 8, task);
            assertThat(order.newest()).isEqualTo(expected);
            assertThat(order.writePoint(expected)).isEqualTo(task);
        }
    }
}
