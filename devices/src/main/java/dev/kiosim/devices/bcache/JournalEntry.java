package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;

/** A journal entry as it is on the SSD. Source: bcache_ondisk.h, struct jset. */
final class JournalEntry {
    /** "jset" in ASCII. */
    private static final long MAGIC = 0x6a736574L;

    private static final int HEADER = 10;

    private final long[] words;

    private JournalEntry(long[] words) {
        this.words = words;
    }

    /** A pointer to the root of the btree. */
    record Root(int bucket, int gen, int level) {}

    /** What is written. */
    static long[] encode(
            long seq,
            long lastSeq,
            int blocks,
            Root root,
            int prioBucket,
            int uuidBucket,
            KeyList keys) {
        int count = keys.size();
        long[] words = new long[HEADER + 2 * count];
        words[0] = MAGIC;
        words[1] = seq;
        words[2] = lastSeq;
        words[3] = blocks;
        words[4] = root.bucket;
        words[5] = root.gen;
        words[6] = root.level;
        words[7] = prioBucket;
        words[8] = uuidBucket;
        words[9] = count;
        for (int i = 0; i < count; i++) {
            words[HEADER + 2 * i] = keys.end(i);
            words[HEADER + 2 * i + 1] = keys.value(i);
        }
        return words;
    }

    /** What was read; null if that is no journal entry. */
    static @Nullable JournalEntry decode(long @Nullable [] words) {
        if (words == null || words[0] != MAGIC) {
            return null;
        }
        return new JournalEntry(words);
    }

    /** Its number. */
    long seq() {
        return words[1];
    }

    /** Oldest entry that has to be replayed. */
    long lastSeq() {
        return words[2];
    }

    /** How long it is. */
    int blocks() {
        return (int) words[3];
    }

    /** Where the root of the btree is. */
    Root root() {
        return new Root((int) words[4], (int) words[5], (int) words[6]);
    }

    /** First bucket of the priority table. */
    int prioBucket() {
        return (int) words[7];
    }

    /** Bucket of the uuid table. */
    int uuidBucket() {
        return (int) words[8];
    }

    int keyCount() {
        return (int) words[HEADER - 1];
    }

    long keyEnd(int index) {
        return words[HEADER + 2 * index];
    }

    long keyValue(int index) {
        return words[HEADER + 2 * index + 1];
    }
}
