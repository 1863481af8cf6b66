package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;

/**
 * One bucket of the table of priorities and generations as it is on the SSD. Source:
 * bcache_ondisk.h, struct prio_set.
 */
final class PrioTable {
    /** "pset" in ASCII. */
    private static final long MAGIC = 0x70736574L;

    private static final int HEADER = 4;
    private static final int ENTRY_BITS = 24;
    private static final long ENTRY_MASK = (1L << ENTRY_BITS) - 1;

    private final long[] words;

    private PrioTable(long[] words) {
        this.words = words;
    }

    /** What is written of the {@code count} buckets from {@code first} on. */
    static long[] encode(Buckets buckets, int first, int count, int nextBucket) {
        long[] words = new long[HEADER + (count + 1) / 2];
        words[0] = MAGIC;
        words[1] = nextBucket;
        words[2] = first;
        words[3] = count;
        for (int i = 0; i < count; i++) {
            long entry = (long) buckets.prio(first + i) << 8 | buckets.gen(first + i);
            words[HEADER + i / 2] |= entry << (i & 1) * ENTRY_BITS;
        }
        return words;
    }

    /** What was read; null if that is no priority table. */
    static @Nullable PrioTable decode(long @Nullable [] words) {
        if (words == null || words[0] != MAGIC) {
            return null;
        }
        return new PrioTable(words);
    }

    /** Where the table goes on. */
    int nextBucket() {
        return (int) words[1];
    }

    /** Gives the buckets what the table says. */
    void applyTo(Buckets buckets) {
        for (int i = 0; i < words[3]; i++) {
            long entry = words[HEADER + i / 2] >>> (i & 1) * ENTRY_BITS & ENTRY_MASK;
            buckets.restore((int) words[2] + i, (int) (entry >>> 8), (int) entry & 0xff);
        }
    }
}
