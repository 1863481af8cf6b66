package dev.kiosim.devices.bcache;

import java.util.Arrays;

/**
 * Which of the open buckets data go to: the one that the data before them went to; else, of those
 * that the task used last, the least recently used; else the least recently used of all. Found
 * without a search: the buckets are in a list by recency, and in one for each write point, both
 * threaded through arrays; a count by hash tells that no bucket ends at a sector. Source: alloc.c,
 * pick_data_bucket.
 */
final class OpenBucketOrder {
    private static final int NONE = -1;
    private static final int END_SLOTS = 1024;
    private static final long HASH_MULTIPLIER = 0x61c8864680b583ebL;
    private static final int HASH_SHIFT = 54;

    private final long[] lastEnd;
    private final int[] writePoint;
    private final int[] older;
    private final int[] newer;
    private final int[] olderOfPoint;
    private final int[] newerOfPoint;
    private final byte[] endsAt = new byte[END_SLOTS];
    private int oldest;
    private int newest;
    private int[] oldestOfPoint = new int[16];
    private int[] newestOfPoint = new int[16];

    /** So many buckets, all of write point 0, in the order of their numbers. */
    OpenBucketOrder(int count) {
        lastEnd = new long[count];
        writePoint = new int[count];
        older = new int[count];
        newer = new int[count];
        Arrays.setAll(older, i -> i - 1);
        Arrays.setAll(newer, i -> i + 1 < count ? i + 1 : NONE);
        olderOfPoint = older.clone();
        newerOfPoint = newer.clone();
        newest = count - 1;
        Arrays.fill(oldestOfPoint, NONE);
        Arrays.fill(newestOfPoint, NONE);
        oldestOfPoint[0] = oldest;
        newestOfPoint[0] = newest;
        endsAt[slot(0)] = (byte) count;
    }

    /** The bucket for data of write point {@code point} that begin at {@code start}. */
    int pick(long start, int point) {
        if (endsAt[slot(start)] != 0) {
            for (int open = newest; open != NONE; open = older[open]) {
                if (lastEnd[open] == start) {
                    return open;
                }
            }
        }
        int ofPoint = point < oldestOfPoint.length ? oldestOfPoint[point] : NONE;
        return ofPoint == NONE ? oldest : ofPoint;
    }

    /** Data of write point {@code point} that end at {@code end} went to {@code open}. */
    void used(int open, long end, int point) {
        endsAt[slot(lastEnd[open])]--;
        endsAt[slot(end)]++;
        lastEnd[open] = end;
        moveToNewest(open);
        growTo(point);
        if (newestOfPoint[point] != open) {
            leavePoint(open);
            joinPoint(open, point);
        }
    }

    /** Who used it last. */
    int writePoint(int open) {
        return writePoint[open];
    }

    /** The most recently used. */
    int newest() {
        return newest;
    }

    /** The one used before {@code open}, or a negative number. */
    int before(int open) {
        return older[open];
    }

    private static int slot(long end) {
        return (int) (end * HASH_MULTIPLIER >>> HASH_SHIFT);
    }

    private void moveToNewest(int open) {
        if (open == newest) {
            return;
        }
        if (open == oldest) {
            oldest = newer[open];
            older[oldest] = NONE;
        } else {
            newer[older[open]] = newer[open];
            older[newer[open]] = older[open];
        }
        newer[newest] = open;
        older[open] = newest;
        newer[open] = NONE;
        newest = open;
    }

    private void leavePoint(int open) {
        int point = writePoint[open];
        int before = olderOfPoint[open];
        int after = newerOfPoint[open];
        if (before == NONE) {
            oldestOfPoint[point] = after;
        } else {
            newerOfPoint[before] = after;
        }
        if (after == NONE) {
            newestOfPoint[point] = before;
        } else {
            olderOfPoint[after] = before;
        }
    }

    private void joinPoint(int open, int point) {
        writePoint[open] = point;
        int before = newestOfPoint[point];
        olderOfPoint[open] = before;
        newerOfPoint[open] = NONE;
        if (before == NONE) {
            oldestOfPoint[point] = open;
        } else {
            newerOfPoint[before] = open;
        }
        newestOfPoint[point] = open;
    }

    private void growTo(int point) {
        int from = oldestOfPoint.length;
        if (point >= from) {
            int length = Math.max(point + 1, from * 2);
            oldestOfPoint = Arrays.copyOf(oldestOfPoint, length);
            newestOfPoint = Arrays.copyOf(newestOfPoint, length);
            Arrays.fill(oldestOfPoint, from, length, NONE);
            Arrays.fill(newestOfPoint, from, length, NONE);
        }
    }
}
