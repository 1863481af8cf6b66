package dev.kiosim.devices.untimed;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.engine.Nullable;
import java.util.Arrays;

/**
 * A plain cache of blocks, by LRU or FIFO: what a request touches and was not there goes in, the
 * oldest goes out. Writes go to the cache and through it.
 *
 * <pre>
 * table   open hash with linear probing: the slot of a block, or 0
 * blocks  for each slot the low 32 bits of its block; the high ones apart, once there are any
 * links   for each slot the next newer and the next older one: a ring through slot 0, which holds
 *         no block, so that there is no end to look after
 * </pre>
 *
 * All are arrays of ints, and only as large as must be: speed is a matter of how much of them is in
 * the processor's cache.
 */
public final class PlainCache implements UntimedCache {
    /** What a hit does. */
    public enum Policy {
        /** The block becomes the most recent. */
        LRU,
        /** Nothing. */
        FIFO
    }

    private static final int ROOM_MAX = 1 << 28;
    private static final int RING = 0;
    private static final int OLDER = 1;
    private static final int HASH_MULTIPLIER = 0x9e3779b9;

    private final boolean isLru;
    private final int blockShift;
    private final int blockSectors;
    private final int room;
    private final int[] table;
    private final int tableShift;
    private final int tableMask;
    private final int[] blocks;
    private int @Nullable [] highBits;
    private final int[] links;
    private final CacheCounts counts = new CacheCounts();
    private long inserted;
    private long writtenAgain;
    private long evicted;
    private int used;
    private int firstFree;
    private final int[] slots = new int[PREFETCH_MAX];
    /** The sum of what was prefetched, only so that the JIT does not leave it out. */
    private int unusedSum;

    /**
     * An empty cache.
     *
     * @param room how many blocks it holds, 1 to 2^28
     * @param blockSectors size of a block, a power of two
     */
    public PlainCache(Policy policy, int room, int blockSectors) {
        if (room < 1 || room > ROOM_MAX || Integer.bitCount(blockSectors) != 1) {
            throw new IllegalArgumentException(room + " blocks of " + blockSectors + " sectors");
        }
        isLru = policy == Policy.LRU;
        this.room = room;
        this.blockSectors = blockSectors;
        blockShift = Integer.numberOfTrailingZeros(blockSectors);
        int tableBits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * room - 1);
        table = new int[1 << tableBits];
        tableShift = Integer.SIZE - tableBits;
        tableMask = table.length - 1;
        blocks = new int[room + 1];
        links = new int[2 * (room + 1)];
    }

    @Override
    public CacheCounts counts() {
        counts.insertedSectors = (inserted + writtenAgain) * blockSectors;
        counts.evictions = evicted;
        counts.evictedSectors = evicted * blockSectors;
        return counts;
    }

    @Override
    public void request(Bio bio, long nowNanos) {
        bio.cacheState = CacheState.NONE;
        bio.cacheHitSectors = 0;
        bio.cacheInsertedSectors = 0;
        bio.cacheDirty = false;
        switch (bio.op) {
            case READ -> read(bio);
            case WRITE -> write(bio);
            case DISCARD -> discard(bio);
            case FLUSH -> counts.flushes++;
        }
    }

    private void read(Bio bio) {
        long end = bio.sector + bio.sectorCount;
        int hit = 0;
        for (long block = bio.sector >>> blockShift; block << blockShift < end; block++) {
            if (request(block)) {
                long from = Math.max(bio.sector, block << blockShift);
                hit += (int) (Math.min(end, block + 1 << blockShift) - from);
            }
        }
        counts.readSectors += bio.sectorCount;
        counts.hitSectors += hit;
        boolean isHit = hit == bio.sectorCount;
        counts.hits += isHit ? 1 : 0;
        counts.misses += isHit ? 0 : 1;
        bio.cacheHitSectors = hit;
        bio.cacheInsertedSectors = bio.sectorCount - hit;
        bio.cacheState = isHit ? CacheState.HIT : hit > 0 ? CacheState.PARTIAL : CacheState.MISS;
    }

    private void write(Bio bio) {
        long end = bio.sector + bio.sectorCount;
        for (long block = bio.sector >>> blockShift; block << blockShift < end; block++) {
            if (request(block)) {
                writtenAgain++;
            }
        }
        counts.writesThrough++;
        bio.cacheInsertedSectors = bio.sectorCount;
        bio.cacheState = CacheState.WRITTEN_THROUGH;
    }

    private void discard(Bio bio) {
        long end = bio.sector + bio.sectorCount;
        for (long block = bio.sector >>> blockShift; block << blockShift < end; block++) {
            int at = find(block);
            if (table[at] != 0) {
                int slot = table[at];
                removeFromTable(at);
                unlink(slot);
                links[2 * slot] = firstFree;
                firstFree = slot;
            }
        }
        counts.discards++;
        bio.cacheState = CacheState.BYPASS;
    }

    @Override
    public void prefetch(Bio[] bios, int count) {
        for (int i = 0; i < count; i++) {
            slots[i] = table[hash(bios[i].sector >>> blockShift)];
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += links[2 * slots[i]] + blocks[slots[i]];
        }
        unusedSum = sum;
    }

    /** Whether a block was there; now it is. */
    public boolean request(long block) {
        int low = (int) block;
        if (highBits != null || block >>> Integer.SIZE != 0) {
            return requestFar(block);
        }
        int at = low * HASH_MULTIPLIER >>> tableShift;
        for (int slot = table[at]; slot != 0; slot = table[at]) {
            if (blocks[slot] == low) {
                touch(slot);
                return true;
            }
            at = at + 1 & tableMask;
        }
        insert(block, at);
        return false;
    }

    /** The same where block numbers of more than 32 bits have been seen. */
    private boolean requestFar(long block) {
        int at = find(block);
        if (table[at] != 0) {
            touch(table[at]);
            return true;
        }
        insert(block, at);
        return false;
    }

    private void touch(int slot) {
        if (isLru && links[RING + OLDER] != slot) {
            unlink(slot);
            pushNewest(slot);
        }
    }

    /** Where a block stands in the table, or where it would go. */
    private int find(long block) {
        int at = hash(block);
        for (int slot = table[at]; slot != 0; slot = table[at]) {
            if (blocks[slot] == (int) block && highBits(slot) == (int) (block >>> Integer.SIZE)) {
                break;
            }
            at = at + 1 & tableMask;
        }
        return at;
    }

    private int highBits(int slot) {
        return highBits == null ? 0 : highBits[slot];
    }

    private int hash(long block) {
        return hash((int) block, (int) (block >>> Integer.SIZE));
    }

    private int hash(int low, int high) {
        return (low ^ high) * HASH_MULTIPLIER >>> tableShift;
    }

    private void insert(long block, int freeAt) {
        inserted++;
        int at = freeAt;
        int slot = firstFree;
        if (slot != 0) {
            firstFree = links[2 * slot];
        } else if (used < room) {
            slot = ++used;
        } else {
            slot = evict();
            at = hash(block); // what moved up may have left another place free
            while (table[at] != 0) {
                at = at + 1 & tableMask;
            }
        }
        setBlock(slot, block);
        table[at] = slot;
        pushNewest(slot);
    }

    private void setBlock(int slot, long block) {
        int high = (int) (block >>> Integer.SIZE);
        if (high != 0 && highBits == null) {
            highBits = new int[blocks.length];
        }
        if (highBits != null) {
            highBits[slot] = high;
        }
        blocks[slot] = (int) block;
    }

    /** Gives up the oldest block; returns its slot. */
    private int evict() {
        int slot = links[RING];
        unlink(slot);
        int at = hash(blocks[slot], highBits(slot));
        while (table[at] != slot) {
            at = at + 1 & tableMask;
        }
        removeFromTable(at);
        evicted++;
        return slot;
    }

    private void unlink(int slot) {
        int newer = links[2 * slot];
        int older = links[2 * slot + OLDER];
        links[2 * newer + OLDER] = older;
        links[2 * older] = newer;
    }

    private void pushNewest(int slot) {
        int newest = links[RING + OLDER];
        links[2 * slot] = RING;
        links[2 * slot + OLDER] = newest;
        links[2 * newest] = slot;
        links[RING + OLDER] = slot;
    }

    /** Takes a place of the table; those behind it that had to give way to it move up. */
    private void removeFromTable(int place) {
        int hole = place;
        int next = hole + 1 & tableMask;
        for (int slot = table[next]; slot != 0; slot = table[next]) {
            int home = hash(blocks[slot], highBits(slot));
            if ((next - home & tableMask) >= (next - hole & tableMask)) {
                table[hole] = slot;
                hole = next;
            }
            next = next + 1 & tableMask;
        }
        table[hole] = 0;
    }

    /** Blocks that it holds, the oldest first; for tests. */
    long[] blocks() {
        long[] found = new long[room];
        int count = 0;
        for (int slot = links[RING]; slot != RING; slot = links[2 * slot]) {
            found[count++] = (long) highBits(slot) << Integer.SIZE | blocks[slot] & 0xffffffffL;
        }
        return Arrays.copyOf(found, count);
    }
}
