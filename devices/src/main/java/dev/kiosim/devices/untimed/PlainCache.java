package dev.kiosim.devices.untimed;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import java.util.Arrays;

/**
 * A plain cache of blocks, by LRU or FIFO: what a request touches and was not there goes in, the
 * oldest goes out. Writes go to the cache and through it.
 *
 * <pre>
 * table  open hash with linear probing; an entry is 0 or, from the top: 4 bits how far it is from
 *        where it should be, some bits of the hash, the slot of the block
 * nodes  four ints a slot in one cache line: newer, older, block (low), block (high)
 * </pre>
 *
 * The bits of the hash spare a look at the node of another block, the distance one at removal. The
 * list of slots is a ring through slot 0, which holds no block: no end to look after. A block
 * number is any of 62 bits.
 */
public final class PlainCache implements UntimedCache {
    /** What a hit does. */
    public enum Policy {
        /** The block becomes the most recent. */
        LRU,
        /** Nothing. */
        FIFO
    }

    private static final int NODE_SHIFT = 2;
    private static final int OLDER = 1;
    private static final int LOW = 2;
    private static final int HIGH = 3;
    private static final int RING = 0;
    private static final int ROOM_BITS_MAX = 28;
    private static final int FAR_SHIFT = 28;
    private static final int FAR_MAX = 15;
    private static final int NOT_FAR_MASK = (1 << FAR_SHIFT) - 1;
    private static final int TAG_SHIFT = 8;
    private static final long HASH_MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final boolean isLru;
    private final int blockShift;
    private final int blockSectors;
    private final int room;
    private final int[] table;
    private final int tableShift;
    private final int tableMask;
    private final int slotMask;
    private final int tagMask;
    private final int[] nodes;
    private final CacheCounts counts = new CacheCounts();
    private int used;
    private int free;
    private long touched;

    /**
     * An empty cache.
     *
     * @param room how many blocks it holds, 1 to 2^28 - 1
     * @param blockSectors size of a block, a power of two
     */
    public PlainCache(Policy policy, int room, int blockSectors) {
        if (room < 1 || room >= 1 << ROOM_BITS_MAX || Integer.bitCount(blockSectors) != 1) {
            throw new IllegalArgumentException(room + " blocks of " + blockSectors + " sectors");
        }
        isLru = policy == Policy.LRU;
        this.room = room;
        this.blockSectors = blockSectors;
        blockShift = Integer.numberOfTrailingZeros(blockSectors);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * room - 1);
        table = new int[1 << bits];
        tableShift = Long.SIZE - bits;
        tableMask = table.length - 1;
        slotMask = Integer.highestOneBit(room) * 2 - 1;
        tagMask = NOT_FAR_MASK & ~slotMask;
        nodes = new int[room + 1 << NODE_SHIFT];
    }

    @Override
    public CacheCounts counts() {
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
                counts.insertedSectors += blockSectors;
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
                int slot = table[at] & slotMask;
                removeFromTable(at);
                unlink(slot << NODE_SHIFT);
                nodes[slot << NODE_SHIFT] = free;
                free = slot;
            }
        }
        counts.discards++;
        bio.cacheState = CacheState.BYPASS;
    }

    @Override
    public void prefetch(Bio bio) {
        prefetch(bio.sector >>> blockShift);
    }

    /** A request for this block comes soon: what it will look at is looked at. */
    public void prefetch(long block) {
        int node = (table[hash(block)] & slotMask) << NODE_SHIFT;
        touched += nodes[nodes[node]] + nodes[nodes[node + OLDER]]; // else the JIT leaves it out
    }

    /** Whether a block was there; now it is. */
    public boolean request(long block) {
        int at = find(block);
        int entry = table[at];
        if (entry == 0) {
            insert(block, at);
            return false;
        }
        if (isLru) {
            int node = (entry & slotMask) << NODE_SHIFT;
            if (nodes[RING + OLDER] != node) {
                unlink(node);
                pushNewest(node);
            }
        }
        return true;
    }

    /** Where a block stands in the table, or where it would go. */
    private int find(long block) {
        long hash = block * HASH_MULTIPLIER;
        int tag = (int) (hash >>> TAG_SHIFT);
        int at = (int) (hash >>> tableShift);
        for (int entry = table[at]; entry != 0; entry = table[at]) {
            if (((entry ^ tag) & tagMask) == 0
                    && block((entry & slotMask) << NODE_SHIFT) == block) {
                return at;
            }
            at = at + 1 & tableMask;
        }
        return at;
    }

    private int hash(long block) {
        return (int) (block * HASH_MULTIPLIER >>> tableShift);
    }

    private void insert(long block, int freeAt) {
        counts.insertedSectors += blockSectors;
        int at = freeAt;
        int slot = free;
        if (slot != 0) {
            free = nodes[slot << NODE_SHIFT];
        } else if (used < room) {
            slot = ++used;
        } else {
            slot = evict();
            at = find(block); // what moved up may have left another place free
        }
        int node = slot << NODE_SHIFT;
        nodes[node + LOW] = (int) block;
        nodes[node + HIGH] = (int) (block >>> 32);
        int tag = (int) (block * HASH_MULTIPLIER >>> TAG_SHIFT) & tagMask;
        table[at] = far(at - hash(block) & tableMask) | tag | slot;
        pushNewest(node);
    }

    private static int far(int places) {
        return Math.min(places, FAR_MAX) << FAR_SHIFT;
    }

    private int evict() {
        int node = nodes[RING]; // newer than the ring's own place is the oldest
        unlink(node);
        removeFromTable(placeOf(node >>> NODE_SHIFT));
        counts.evictions++;
        counts.evictedSectors += blockSectors;
        return node >>> NODE_SHIFT;
    }

    private int placeOf(int slot) {
        int at = hash(block(slot << NODE_SHIFT));
        while ((table[at] & slotMask) != slot) {
            at = at + 1 & tableMask;
        }
        return at;
    }

    private long block(int node) {
        return (long) nodes[node + HIGH] << 32 | nodes[node + LOW] & 0xffffffffL;
    }

    private void unlink(int node) {
        int newer = nodes[node];
        int older = nodes[node + OLDER];
        nodes[newer + OLDER] = older;
        nodes[older] = newer;
    }

    private void pushNewest(int node) {
        int newest = nodes[RING + OLDER];
        nodes[node] = RING;
        nodes[node + OLDER] = newest;
        nodes[newest] = node;
        nodes[RING + OLDER] = node;
    }

    /** Takes a place of the table; those behind it that had to give way to it move up. */
    private void removeFromTable(int place) {
        int hole = place;
        int next = hole + 1 & tableMask;
        for (int entry = table[next]; entry != 0; entry = table[next]) {
            int far = entry >>> FAR_SHIFT;
            if (far == FAR_MAX) {
                far = next - hash(block((entry & slotMask) << NODE_SHIFT)) & tableMask;
            }
            int up = next - hole & tableMask;
            if (far >= up) {
                table[hole] = far(far - up) | entry & NOT_FAR_MASK;
                hole = next;
            }
            next = next + 1 & tableMask;
        }
        table[hole] = 0;
    }

    /** Blocks that it holds, the most recent first; for tests. */
    long[] blocks() {
        long[] found = new long[room];
        int count = 0;
        for (int node = nodes[RING + OLDER]; node != RING; node = nodes[node + OLDER]) {
            found[count++] = block(node);
        }
        return Arrays.copyOf(found, count);
    }
}
