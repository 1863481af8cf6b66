package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ageing, pins and the least priority, against the kernel's loop written down plainly. */
class AgeingTest {
    private static final int COUNT = 600;
    private static final int BUCKET = 16;
    private static final int PASS = COUNT * BUCKET / 1024 + 1;

    private final Buckets buckets =
            new Buckets(new Geometry(BUCKET, 1, COUNT), BcacheVersion.MODERN);
    private final int first = new Geometry(BUCKET, 1, COUNT).firstBucket();
    private final int[] prio = new int[COUNT];
    private final int[] pin = new int[COUNT];
    private int minPrio;
    private long budget;

    private void age() {
        buckets.age(PASS);
        budget -= PASS;
        if (budget >= 0) {
            return;
        }
        budget += (long) COUNT * BUCKET / 1024;
        int least = 65535;
        for (int i = first; i < COUNT; i++) {
            if (prio[i] != 0 && prio[i] != 65535 && pin[i] == 0) {
                prio[i]--;
                least = Math.min(least, prio[i]);
            }
        }
        minPrio = least;
    }

    private void change(int bucket, int how) {
        if (how == 0 && pin[bucket] == 0 && buckets.mark(bucket) <= Buckets.RECLAIMABLE) {
            buckets.invalidate(bucket);
            prio[bucket] = 32768;
            pin[bucket]++;
        } else if (how == 1 && pin[bucket] == 1) {
            boolean forMetadata = bucket % 7 == 0;
            buckets.allocate(bucket, forMetadata);
            prio[bucket] = forMetadata ? 65535 : 32768;
        } else if (how == 2) {
            buckets.pin(bucket);
            pin[bucket]++;
        } else if (how == 3 && pin[bucket] > 0) {
            buckets.unpin(bucket);
            pin[bucket]--;
        } else if (how == 4 && prio[bucket] != 0 && prio[bucket] != 65535) {
            buckets.touch(bucket);
            prio[bucket] = 32768;
        } else if (how == 5 && pin[bucket] == 0) {
            int low = bucket % 5;
            buckets.restore(bucket, low, 0);
            prio[bucket] = low;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void priorities_and_the_least_of_them_are_those_of_a_pass_over_all(long seed) {
        RandomStream random = RandomStream.named(seed, "ageing");
        for (int step = 0; step < 40_000; step++) {
            change(first + random.nextInt(COUNT - first), random.nextInt(seed > 2 ? 6 : 5));
            if (random.nextInt(4) == 0) {
                age();
            }
            if (random.nextInt(9) == 0) {
                assertThat(buckets.minPrio()).as("step %d", step).isEqualTo(minPrio);
            }
            if (step % 500 == 0) {
                int[] found = new int[COUNT];
                Arrays.setAll(found, buckets::prio);
                assertThat(found).as("step %d", step).isEqualTo(prio);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_bucket_that_nobody_uses_ages_to_nothing_and_then_counts_no_more(int pinned) {
        for (int bucket : new int[] {first, first + 1}) {
            change(bucket, 0);
            change(bucket, 1);
            change(bucket, 3);
        }
        for (int pass = 0; pass < 100_000; pass++) {
            if (pass % (40 * pinned) == 0) {
                change(first + 1, 4);
            }
            age();
            if (pass % 97 == 0 || pass > 65_000 && pass < 66_200) {
                assertThat(buckets.minPrio()).as("pass %d", pass).isEqualTo(minPrio);
            }
        }
        assertThat(buckets.prio(first)).isZero();
        assertThat(minPrio).isPositive();
    }
}
