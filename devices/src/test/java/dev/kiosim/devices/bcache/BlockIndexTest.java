package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.RandomStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of bcache without time, against a map of blocks. */
class BlockIndexTest {
    private static final int SHIFT = 4;
    private static final int BLOCKS = 1 << SHIFT;
    private static final int BUCKETS = 600;

    private final Buckets buckets =
            new Buckets(new Geometry(BLOCKS * 8, 8, BUCKETS), BcacheVersion.MODERN);
    private int dirtyBlocks;
    private final BlockIndex index =
            new BlockIndex(SHIFT, BUCKETS, (block, count) -> dirtyBlocks += count);
    private final Map<Long, Integer> model = new TreeMap<>();

    private int countLive(int bucket) {
        return (int) model.values().stream()
                .filter(at -> Math.abs(at) - 1 >> SHIFT == bucket)
                .count();
    }

    private void compare(long first, long end) {
        index.lookUp(first, end, buckets);
        int hits = 0;
        long gapFirst = -1;
        long gapEnd = -1;
        boolean isDirty = false;
        for (long block = first; block < end; block++) {
            Integer at = model.get(block);
            if (at != null) {
                hits++;
                isDirty |= at < 0;
                assertThat(buckets.prio(Math.abs(at) - 1 >> SHIFT)).isEqualTo(32768);
            } else if (gapFirst < 0 || gapEnd == block) {
                gapFirst = gapFirst < 0 ? block : gapFirst;
                gapEnd = block + 1;
            }
        }
        assertThat(index.hitBlocks).isEqualTo(hits);
        assertThat(index.hitDirty).isEqualTo(isDirty);
        assertThat(index.gapBlocks).isEqualTo(gapFirst < 0 ? 0 : (int) (gapEnd - gapFirst));
        assertThat(gapFirst < 0 || index.gapFirst == gapFirst).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 33})
    void it_agrees_with_a_map(long base) {
        RandomStream random = RandomStream.named(base, "index");
        int bucket = 0;
        int filled = BLOCKS;
        for (int i = 0; i < 20_000; i++) {
            long first = base + random.nextInt(3_000) + (random.nextInt(4) == 0 ? 500_000 : 0);
            int count = 1 + random.nextInt(40);
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    index.drop(first, first + count);
                    model.keySet().removeIf(block -> block >= first && block < first + count);
                }
                case 2 -> {
                    int cleaned = index.clean(first, first + count);
                    int before = dirtyInModel();
                    model.replaceAll((block, at) ->
                            block >= first && block < first + count ? Math.abs(at) : at);
                    assertThat(cleaned).isEqualTo(before - dirtyInModel());
                }
                case 3, 4, 5, 6 -> {
                    if (filled == BLOCKS) {
                        bucket = nextBucket(bucket);
                        filled = 0;
                    }
                    int taken = Math.min(count, BLOCKS - filled);
                    int at = (bucket << SHIFT) + filled;
                    boolean isDirty = random.nextInt(3) == 0;
                    index.insert(first, taken, at, isDirty);
                    for (int j = 0; j < taken; j++) {
                        model.put(first + j, isDirty ? -(at + j + 1) : at + j + 1);
                    }
                    filled += taken;
                }
                default -> compare(first, first + (random.nextInt(2) == 0 ? 1 : count));
            }
            if (i % 500 == 0) {
                index.checkInvariants();
                assertThat(dirtyBlocks).isEqualTo(dirtyInModel());
            }
        }
    }

    private int dirtyInModel() {
        return (int) model.values().stream().filter(at -> at < 0).count();
    }

    /** The next bucket by number, cleaned and given up. */
    private int nextBucket(int before) {
        int next = (before + 1) % BUCKETS;
        model.forEach((block, at) -> {
            if (at < 0 && -at - 1 >> SHIFT == next) {
                index.clean(block, block + 1);
            }
        });
        model.replaceAll((block, at) -> at < 0 && -at - 1 >> SHIFT == next ? -at : at);
        assertThat(index.live(next)).isEqualTo(countLive(next));
        assertThat(index.dropBucket(next)).isEqualTo(countLive(next));
        model.values().removeIf(at -> Math.abs(at) - 1 >> SHIFT == next);
        return next;
    }

    @Test
    void dirty_pages_come_in_order() {
        index.insert(900_000, 1, 0, true);
        index.insert(5, 1, 1, true);
        index.insert(7_000, 1, 2, false);
        assertThat(index.dirtyPages()).containsExactly(0, 899_968);
        assertThat(index.pageEnd(899_968)).isEqualTo(900_032);
    }

    @Test
    void pages_of_a_large_cache_are_smaller() {
        BlockIndex large = new BlockIndex(10, 2048, (block, count) -> {});
        assertThat(large.pageEnd(0)).isEqualTo(16);
        assertThat(new BlockIndex(10, 129, (block, count) -> {}).pageEnd(0)).isEqualTo(32);
        assertThat(new BlockIndex(10, 128, (block, count) -> {}).pageEnd(0)).isEqualTo(64);
    }

    @Test
    void a_bucket_with_dirty_blocks_is_not_given_up() {
        index.insert(1, 1, 0, true);
        assertThatThrownBy(() -> index.dropBucket(0)).isInstanceOf(InvariantViolation.class);
    }
}
