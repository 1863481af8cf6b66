package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;

/**
 * A sorted set of a btree node as it is on the SSD: keys, and in an interior node the children that
 * were freed, whose buckets have a new generation since. Source: bcache_ondisk.h, struct bset;
 * btree.c, make_btree_freeing_key.
 */
final class NodeSet {
    /** "bset" in ASCII. */
    private static final long MAGIC = 0x62736574L;

    private static final int HEADER = 6;

    private final long[] words;

    private NodeSet(long[] words) {
        this.words = words;
    }

    /** What is written: keys and freed buckets as pairs of position and value. */
    static long[] encode(long node, int blocks, int level, KeyList keys, KeyList freed) {
        int keyCount = keys.size();
        int freedCount = freed.size();
        long[] words = new long[HEADER + 2 * (keyCount + freedCount)];
        words[0] = MAGIC;
        words[1] = node;
        words[2] = blocks;
        words[3] = level;
        words[4] = keyCount;
        words[5] = freedCount;
        int at = HEADER;
        for (int i = 0; i < keyCount; i++) {
            words[at++] = keys.end(i);
            words[at++] = keys.value(i);
        }
        for (int i = 0; i < freedCount; i++) {
            words[at++] = freed.end(i);
            words[at++] = freed.value(i);
        }
        return words;
    }

    /** What was read; null if that is no set. */
    static @Nullable NodeSet decode(long @Nullable [] words) {
        if (words == null || words[0] != MAGIC) {
            return null;
        }
        return new NodeSet(words);
    }

    /** Tells the sets of a node from what was in its bucket before. */
    long node() {
        return words[1];
    }

    /** How long it is. */
    int blocks() {
        return (int) words[2];
    }

    /** 0 for a leaf. */
    int level() {
        return (int) words[3];
    }

    int keyCount() {
        return (int) words[4];
    }

    long keyEnd(int index) {
        return words[HEADER + 2 * index];
    }

    long keyValue(int index) {
        return words[HEADER + 2 * index + 1];
    }

    int freedCount() {
        return (int) words[5];
    }

    /** Pointer to a freed child, with the generation that its bucket has since. */
    long freedPointer(int index) {
        return keyValue(keyCount() + index);
    }
}
