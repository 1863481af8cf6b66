package dev.kiosim.devices.untimed;

/**
 * What an untimed cache has done so far. Sectors are of 512 bytes; fields are open, since they are
 * counted on the way of every request.
 */
public final class CacheCounts {
    /** Empty flushes. */
    public long flushes;
    /** Discards. */
    public long discards;
    /** Reads in cached use that found every sector. */
    public long hits;
    /** Reads in cached use that did not. */
    public long misses;
    /** Reads that bypassed, and found every sector all the same. */
    public long bypassHits;
    /** Reads that bypassed, and did not. */
    public long bypassMisses;
    /** Writes that passed the cache by. */
    public long writesAround;
    /** Writes that went to the cache and to the backing device. */
    public long writesThrough;
    /** Writes that went to the cache only. */
    public long writesBack;
    /** Requests that were not a multiple of the cache's block. */
    public long unaligned;
    /** Sectors of reads. */
    public long readSectors;
    /** Sectors of reads that came from the cache. */
    public long hitSectors;
    /** Sectors of reads, writes and discards that the cache decided to pass by. */
    public long bypassedSectors;
    /** Sectors written to the cache. */
    public long insertedSectors;
    /** How often something with live data was given up: a bucket, or a block of a plain cache. */
    public long evictions;
    /** Live sectors in what was given up. */
    public long evictedSectors;
    /** Sectors written back. */
    public long writtenBackSectors;
    /** Sectors in the cache only, now. */
    public long dirtySectors;

    /** Reads. */
    public long reads() {
        return hits + misses + bypassHits + bypassMisses;
    }

    /** Writes. */
    public long writes() {
        return writesAround + writesThrough + writesBack;
    }

    /** Requests of all kinds. */
    public long requests() {
        return reads() + writes() + flushes + discards;
    }

    /** Reads that found every sector among all reads, 0 to 1; 0 if there were none. */
    public double readHitRatio() {
        return reads() == 0 ? 0 : (double) (hits + bypassHits) / reads();
    }
}
