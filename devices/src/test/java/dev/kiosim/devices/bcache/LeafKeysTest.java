package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafKeysTest {
    private static final int RANGE = 10_000;
    private static final int SIZE = 4;

    private final LeafKeys keys = new LeafKeys();
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private final TreeSet<Long> ends = new TreeSet<>();

    private void insert(RandomStream random, int count, long flags) {
        while (count > 0 && ends.size() < RANGE / 2) {
            long end = (1L + random.nextInt(RANGE)) * SIZE;
            if (ends.add(end)) {
                keys.insert(end, Bkey.hole(SIZE) | flags);
            } else {
                cursor.seek(keys, end - 1);
                cursor.remove();
                ends.remove(end);
            }
            count -= ends.contains(end) ? 1 : 0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void seeking_finds_the_first_key_that_ends_later(long seed) {
        RandomStream random = RandomStream.named(seed, "keys");
        insert(random, 3_000, 0);
        for (int i = 0; i < 5_000; i++) {
            long position = random.nextInt((RANGE + 10) * SIZE) - 1L;
            Long expected = ends.higher(position);
            cursor.seek(keys, position);
            assertThat(cursor.isValid()).isEqualTo(expected != null);
            if (expected != null) {
                assertThat(cursor.end()).isEqualTo(expected);
            }
        }
        assertThat(keys.size()).isEqualTo(ends.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void skipping_what_is_sorted_passes_no_key_of_the_last_set(long seed) {
        RandomStream random = RandomStream.named(seed, "keys");
        insert(random, 3_000, Bkey.UNWRITTEN);
        for (cursor.seek(keys, -1); cursor.isValid(); cursor.next()) {
            cursor.setValue(cursor.value() & ~Bkey.UNWRITTEN);
        }
        keys.markSorted();
        Set<Long> before = new TreeSet<>(ends);
        insert(random, 40, Bkey.UNWRITTEN);
        Set<Long> fresh = new TreeSet<>(ends);
        fresh.removeAll(before);
        int visited = 0;
        for (cursor.seek(keys, -1); cursor.isValid(); cursor.next()) {
            visited++;
            if (Bkey.has(cursor.value(), Bkey.UNWRITTEN)) {
                fresh.remove(cursor.end());
            } else {
                cursor.skipSorted();
            }
        }
        assertThat(fresh).isEmpty();
        assertThat(visited).isLessThan(keys.size());
    }
}
