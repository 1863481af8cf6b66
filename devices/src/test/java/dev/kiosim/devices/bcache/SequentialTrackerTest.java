package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams, against the kernel's algorithm written down plainly: a list, the newest first. */
class SequentialTrackerTest {
    private static final long SECOND = 1_000_000_000L;

    private static final class Entry {
        private long last;
        private int bytes;
        private long expiry = Long.MIN_VALUE;
    }

    private final Deque<Entry> newestFirst = new ArrayDeque<>();
    private final int[] average = new int[8];
    private final int[] sequential = new int[8];

    private int track(int task, long start, int sectors, long now) {
        Entry found = null;
        for (Entry entry : newestFirst) {
            if (found == null && entry.last == start && now < entry.expiry) {
                found = entry;
            }
        }
        if (found == null) {
            found = newestFirst.getLast();
            average[task] = (average[task] * 7 + sequential[task]) >>> 3;
            found.bytes = 0;
        }
        int bytes = sectors << 9;
        if (Integer.compareUnsigned(found.bytes + bytes, found.bytes) > 0) {
            found.bytes += bytes;
        }
        found.last = start + sectors;
        found.expiry = now + 5 * SECOND;
        sequential[task] = found.bytes;
        newestFirst.remove(found);
        newestFirst.addFirst(found);
        return (int) (Math.max(
                        Integer.toUnsignedLong(found.bytes), Integer.toUnsignedLong(average[task]))
                >>> 9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void every_io_is_as_sequential_as_a_walk_over_the_list_says(long seed) {
        SequentialTracker tracker = new SequentialTracker();
        for (int i = 0; i < 128; i++) {
            newestFirst.add(new Entry());
        }
        RandomStream random = RandomStream.named(seed, "streams");
        int streams = (int) seed * 40;
        long[] next = new long[streams];
        long now = 0;
        for (int i = 0; i < 30_000; i++) {
            int stream = random.nextInt(streams);
            if (random.nextInt(10) == 0) {
                next[stream] = 8L * random.nextInt(500); // some end where others did
            }
            int sectors = random.nextInt(2000) == 0 ? 1 << 22 : 8 * (1 + random.nextInt(4));
            int task = random.nextInt(8);
            now += random.nextInt(500) == 0 ? 6 * SECOND : SECOND / 100;
            assertThat(tracker.track(task, next[stream], sectors, now))
                    .as("IO %d", i)
                    .isEqualTo(track(task, next[stream], sectors, now));
            next[stream] += sectors;
        }
    }
}
