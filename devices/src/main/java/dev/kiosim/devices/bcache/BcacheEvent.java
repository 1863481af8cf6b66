package dev.kiosim.devices.bcache;

/**
 * bcache's tracepoints, and what their four numbers are; sectors of the backing device include its
 * data offset. Source: include/trace/events/bcache.h.
 */
public enum BcacheEvent {
    /** A bio arrives: sector, sectors, ordinal of the operation, flags. */
    REQUEST_START,
    /** A bio has ended: sector, sectors, ordinal of the operation, status. */
    REQUEST_END,
    /** A read is accounted: sector, sectors, 1 if every sector was cached, 1 if it bypasses. */
    READ,
    /**
     * Data are about to be inserted or a range dropped: sector, sectors, 1 if dirty, bits
     * {@code bypass | op << 1}.
     */
    WRITE,
    /** Bypass because the stream is long: sector, sectors. */
    BYPASS_SEQUENTIAL,
    /** Bypass because the SSD is slow: sector, sectors. */
    BYPASS_CONGESTED,
    /** A read is done again from the backing device: sector, sectors. */
    READ_RETRY,
    /** Space was found for data: end sector, sectors, cache sector, 1 if dirty. */
    CACHE_INSERT,
    /** A dirty key is picked up by writeback: end sector, sectors. */
    WRITEBACK,
    /** A key changed while it was being written back: end sector, sectors. */
    WRITEBACK_COLLISION,
    /** A key is being moved to another bucket: end sector, sectors. */
    GC_COPY,
    /** A key changed while it was being moved: end sector, sectors. */
    GC_COPY_COLLISION,
    /** A key of the journal is inserted at start-up: end sector, sectors, 1 if dirty. */
    JOURNAL_REPLAY_KEY,
    /** A journal entry is written: cache sector, sectors, words of keys. */
    JOURNAL_WRITE,
    /** The journal has no room. */
    JOURNAL_FULL,
    /** The entry has no room for more keys. */
    JOURNAL_ENTRY_FULL,
    /** Garbage collection begins. */
    GC_START,
    /** Garbage collection has ended: in_use per cent. */
    GC_END,
    /** A btree node is appended to: bucket, first block, words. */
    BTREE_WRITE,
    /** A bucket becomes a btree node: bucket, level. */
    BTREE_NODE_ALLOC,
    /** A btree node is given up: bucket, level. */
    BTREE_NODE_FREE,
    /** A node had no bucket to be made in. */
    BTREE_NODE_ALLOC_FAIL,
    /** A full node is made two: bucket, words. */
    BTREE_NODE_SPLIT,
    /** A full node is rewritten: bucket, words. */
    BTREE_NODE_COMPACT,
    /** Neighbours are made fewer: number of nodes. */
    BTREE_GC_COALESCE,
    /** The tree has a new root: bucket. */
    BTREE_SET_ROOT,
    /** Dirty keys were looked for: keys found, first and last sector. */
    KEYSCAN,
    /** A bucket with data is given up: bucket, live sectors as of the last garbage collection. */
    INVALIDATE,
    /** A bucket is handed out: ordinal of the reserve, bucket. */
    ALLOC,
    /** There was no bucket: ordinal of the reserve, free in it, invalidated. */
    ALLOC_FAIL,
    /** The state in the superblock of the backing device changes: ordinal of the state. */
    STATE
}
