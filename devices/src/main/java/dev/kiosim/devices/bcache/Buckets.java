package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is known of each bucket: generation, priority, mark and live sectors as of the last garbage
 * collection, pins. One array a fact. Source: bcache.h, struct bucket; alloc.c.
 */
final class Buckets {
    /** Priority of a bucket that was just filled or read. */
    static final int INITIAL_PRIO = 32768;
    /** Priority of metadata: never aged. */
    static final int METADATA_PRIO = 65535;
    /** Marks: empty, clean data, dirty data, btree node or table. */
    static final byte FREE = 0;

    static final byte RECLAIMABLE = 1;
    static final byte DIRTY = 2;
    static final byte METADATA = 3;

    /** Most sectors that the 13-bit count of live sectors holds. */
    private static final int SECTORS_USED_MAX = 8191;
    /** Invalidations of a bucket between two garbage collections. */
    private static final int GEN_GC_MAX = 96;
    /** Above this, a difference of generations means "before". */
    private static final int GEN_AHEAD = 128;
    /** Share of the cache that has to be asked for until all priorities age by one. */
    private static final int AGEING_SHARE = 1024;

    private static final int SIGN_SHIFT = 31;

    private final Geometry geometry;
    private final boolean is2013;
    private final byte[] gen;
    private final byte[] lastGc;
    private final int[] prio;
    private final byte[] mark;
    private final char[] sectorsUsed;
    private final int[] pin;
    private final boolean[] moving;
    /** 1 if the bucket ages, 0 if it is pinned or metadata. */
    private final int[] ages;
    /** The number of passes when it began to age: it is not in the least priority of before. */
    private final int[] agesFrom;

    private final PrioFloor floor = new PrioFloor();
    private long ageingBudget;
    private int passes;
    private int availableCount;
    private int inUsePercent;
    private boolean marksValid = true;

    Buckets(Geometry geometry, BcacheVersion version) {
        this.geometry = geometry;
        is2013 = version.is2013();
        int count = geometry.bucketCount();
        gen = new byte[count];
        lastGc = new byte[count];
        prio = new int[count];
        ages = new int[count];
        Arrays.fill(ages, 1);
        agesFrom = new int[count];
        mark = new byte[count];
        sectorsUsed = new char[count];
        pin = new int[count];
        moving = new boolean[count];
    }

    int gen(int bucket) {
        return gen[bucket] & 0xff;
    }

    int prio(int bucket) {
        return prio[bucket];
    }

    byte mark(int bucket) {
        return mark[bucket];
    }

    void setMark(int bucket, byte newMark) {
        mark[bucket] = newMark;
    }

    int sectorsUsed(int bucket) {
        return sectorsUsed[bucket];
    }

    boolean isPinned(int bucket) {
        return pin[bucket] != 0;
    }

    /**
     * The least priority that the last pass left in a bucket that it aged, or 65535. Looked for
     * when somebody asks.
     */
    int minPrio() {
        if (floor.isUnknown()) {
            int least = floor.leastGone();
            for (int bucket = geometry.firstBucket(); bucket < prio.length; bucket++) {
                if (wasAged(bucket)) {
                    least = Math.min(least, prio[bucket]);
                }
            }
            floor.found(least);
        }
        return floor.least();
    }

    /** Whether the last pass aged it, and it has aged since; what never was used has priority 0. */
    private boolean wasAged(int bucket) {
        return ages[bucket] != 0 && agesFrom[bucket] != passes && prio[bucket] != 0;
    }

    /**
     * Buckets without dirty data or metadata as of the last garbage collection, less those
     * allocated since.
     */
    int availableCount() {
        return availableCount;
    }

    /** {@code gc_stats.in_use}: share of buckets that are not available, per cent. */
    int inUsePercent() {
        return inUsePercent;
    }

    /** Zeroes in_use, as clear_stats on the set does; the next allocation computes it anew. */
    void clearInUse() {
        inUsePercent = 0;
    }

    /** False while garbage collection runs: marks are being rebuilt, nothing may be invalidated. */
    boolean marksAreValid() {
        return marksValid;
    }

    void pin(int bucket) {
        if (pin[bucket]++ == 0) {
            setPrio(bucket, prio[bucket]);
        }
    }

    void unpin(int bucket) {
        if (--pin[bucket] <= 0) {
            if (pin[bucket] < 0) {
                throw violated("bucket %d unpinned more often than pinned", bucket);
            }
            setPrio(bucket, prio[bucket]);
        }
    }

    /** A hit: the bucket is as recent as one can be. */
    void touch(int bucket) {
        int old = prio[bucket];
        if (old != INITIAL_PRIO) {
            if (wasAged(bucket)) {
                floor.gone(old);
            }
            prio[bucket] = INITIAL_PRIO;
        }
    }

    /** Another priority, or another number of pins: whether it ages follows from both. */
    private void setPrio(int bucket, int newPrio) {
        if (wasAged(bucket)) {
            floor.gone(prio[bucket]);
        }
        prio[bucket] = newPrio;
        ages[bucket] = pin[bucket] == 0 && newPrio != METADATA_PRIO ? 1 : 0;
        agesFrom[bucket] = passes;
        if (ages[bucket] != 0 && newPrio != 0) {
            floor.joins(newPrio);
        }
    }

    /**
     * How many generations a pointer of {@code pointerGen} is behind its bucket; 0 if it is valid.
     */
    int staleness(int bucket, int pointerGen) {
        int difference = (gen[bucket] - pointerGen) & 0xff;
        return difference > GEN_AHEAD ? 0 : difference;
    }

    /** Whether the data of a key that points to the SSD have been given up. */
    boolean isStale(long value) {
        return staleness(geometry.bucketOf(Bkey.cacheSector(value)), Bkey.gen(value)) != 0;
    }

    /** Invalidations since the last garbage collection saw the oldest pointer into this bucket. */
    int gensSinceGc(int bucket) {
        return (gen[bucket] - lastGc[bucket]) & 0xff;
    }

    /** At registration: what the priority table says of a bucket. */
    void restore(int bucket, int priority, int generation) {
        setPrio(bucket, priority);
        gen[bucket] = (byte) generation;
        lastGc[bucket] = (byte) generation;
    }

    /** At registration: a key that points to a later generation than the table has is right. */
    void raiseGen(long value) {
        int bucket = geometry.bucketOf(Bkey.cacheSector(value));
        if (staleness(bucket, Bkey.gen(value)) == 0) {
            gen[bucket] = (byte) Bkey.gen(value);
        }
    }

    /** Whether its content may be given up. */
    boolean canInvalidate(int bucket) {
        return mark[bucket] <= RECLAIMABLE && pin[bucket] == 0 && gensSinceGc(bucket) < GEN_GC_MAX;
    }

    /**
     * Gives up the content: all pointers to it are stale from now on. The bucket is pinned for its
     * next user.
     */
    void invalidate(int bucket) {
        if (mark[bucket] > RECLAIMABLE) {
            throw violated("bucket %d with mark %d invalidated", bucket, mark[bucket]);
        }
        incrementGen(bucket);
        pin[bucket]++;
        setPrio(bucket, INITIAL_PRIO);
    }

    /** Makes all pointers to a bucket stale; returns the new generation. */
    int incrementGen(int bucket) {
        return ++gen[bucket] & 0xff;
    }

    /** A free bucket gets its next content; in_use is recomputed at once, in 3.10 by gc only. */
    void allocate(int bucket, boolean forMetadata) {
        if (pin[bucket] != 1) {
            throw violated("bucket %d allocated with %d pins", bucket, pin[bucket]);
        }
        sectorsUsed[bucket] = (char) (geometry.bucketSectors() & SECTORS_USED_MAX);
        moving[bucket] = false;
        mark[bucket] = forMetadata ? METADATA : RECLAIMABLE;
        setPrio(bucket, forMetadata ? METADATA_PRIO : INITIAL_PRIO);
        if (!is2013 && availableCount > 0) {
            availableCount--;
            updateInUse();
        }
    }

    /** A bucket of metadata is no longer needed. */
    void free(int bucket) {
        mark[bucket] = FREE;
        sectorsUsed[bucket] = 0;
        if (!is2013 && availableCount < geometry.bucketCount()) {
            availableCount++;
            updateInUse();
        }
    }

    /**
     * The score by which lru evicts, least first; the sums wrap as the kernel's unsigned ones do.
     * 3.10 has no floor, so that all coldest buckets score alike.
     */
    long lruScore(int bucket) {
        int minPrio = minPrio();
        int atLeast = is2013 ? 0 : (INITIAL_PRIO - minPrio) >>> 3;
        return Integer.toUnsignedLong(prio[bucket] - minPrio + atLeast) * sectorsUsed[bucket];
    }

    /**
     * Cached traffic of {@code sectors}: after each 1024th of the cache all priorities age by one.
     */
    void age(int sectors) {
        ageingBudget -= sectors;
        if (ageingBudget >= 0) {
            return;
        }
        ageingBudget += (long) geometry.bucketCount() * geometry.bucketSectors() / AGEING_SHARE;
        if (floor.isAboveOne()) {
            ageWithoutEnds();
            floor.aged();
        } else {
            floor.agedAndFound(ageToEnds());
        }
        passes++;
    }

    /** One pass when no priority gets to 0: no branch, so that the JIT makes vectors of it. */
    private void ageWithoutEnds() {
        int[] prios = prio;
        int[] age = ages;
        for (int bucket = 0; bucket < prios.length; bucket++) {
            int old = prios[bucket];
            prios[bucket] = old - (age[bucket] & (old | -old) >>> SIGN_SHIFT);
        }
    }

    /** One pass; returns the least priority that it left, or 65535 if nothing ages. */
    private int ageToEnds() {
        int least = METADATA_PRIO;
        for (int bucket = geometry.firstBucket(); bucket < prio.length; bucket++) {
            if (ages[bucket] != 0 && prio[bucket] != 0) {
                least = Math.min(least, --prio[bucket]);
            }
        }
        return least;
    }

    /** Garbage collection begins: marks are void until it ends. */
    void startMarking() {
        marksValid = false;
        for (int bucket = geometry.firstBucket(); bucket < mark.length; bucket++) {
            lastGc[bucket] = gen[bucket];
            if (pin[bucket] == 0) {
                mark[bucket] = FREE;
                sectorsUsed[bucket] = 0;
            }
        }
    }

    /**
     * Garbage collection meets a key.
     *
     * @param nodePointer whether the key points to a btree node
     * @return how stale the pointer is, 0 if it is valid
     */
    int markKey(long value, boolean nodePointer) {
        int bucket = geometry.bucketOf(Bkey.cacheSector(value));
        int pointerGen = Bkey.gen(value);
        int olderThanLastGc = (lastGc[bucket] - pointerGen) & 0xff;
        if (olderThanLastGc != 0 && olderThanLastGc <= GEN_AHEAD) {
            lastGc[bucket] = (byte) pointerGen;
        }
        int stale = staleness(bucket, pointerGen);
        if (stale != 0) {
            return stale;
        }
        byte content = nodePointer ? METADATA : Bkey.has(value, Bkey.DIRTY) ? DIRTY : RECLAIMABLE;
        markLive(bucket, Bkey.size(value), content);
        return 0;
    }

    /** Garbage collection found {@code sectors} that are live, and what they are. */
    void markLive(int bucket, int sectors, byte content) {
        if (content != RECLAIMABLE || mark[bucket] == FREE) {
            mark[bucket] = content;
        }
        sectorsUsed[bucket] = (char) Math.min(sectorsUsed[bucket] + sectors, SECTORS_USED_MAX);
    }

    /** Garbage collection ends: counts what is available. */
    void finishMarking() {
        marksValid = true;
        availableCount = 0;
        for (int bucket = geometry.firstBucket(); bucket < mark.length; bucket++) {
            if (pin[bucket] == 0 && mark[bucket] <= RECLAIMABLE) {
                availableCount++;
            }
        }
    }

    /** Whether moving garbage collection empties this bucket. */
    boolean isMoving(int bucket) {
        return moving[bucket];
    }

    /**
     * Picks up to {@code bucketsMax} partly filled buckets with the fewest live sectors, as long as
     * these fit into {@code room} sectors. Source: movinggc.c, bch_moving_gc.
     */
    void pickForMoving(int bucketsMax, int room) {
        List<Integer> candidates = new ArrayList<>();
        for (int bucket = geometry.firstBucket(); bucket < mark.length; bucket++) {
            boolean partlyFilled =
                    sectorsUsed[bucket] != 0 && sectorsUsed[bucket] != geometry.bucketSectors();
            if (mark[bucket] != METADATA && partlyFilled && pin[bucket] == 0) {
                candidates.add(bucket);
            }
        }
        candidates.sort(Comparator.comparingInt(bucket -> sectorsUsed[bucket]));
        int left = room;
        for (int i = 0; i < Math.min(bucketsMax, candidates.size()); i++) {
            int bucket = candidates.get(i);
            left -= sectorsUsed[bucket];
            if (left < 0) {
                break;
            }
            moving[bucket] = true;
        }
    }

    /** Recomputes in_use from what is available. */
    void updateInUse() {
        inUsePercent =
                (int) ((geometry.bucketCount() - availableCount) * 100L / geometry.bucketCount());
    }
}
