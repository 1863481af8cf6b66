package dev.kiosim.devices.bcache;

import dev.kiosim.trace.TraceLayer;
import dev.kiosim.trace.Tracepoint;
import dev.kiosim.trace.TracepointRow;
import java.util.stream.Stream;

/**
 * bcache's tracepoints, and what their four numbers are; sectors of the backing device include its
 * data offset. In a trace the number of the device stands before them. Source:
 * include/trace/events/bcache.h.
 */
public enum BcacheEvent implements Tracepoint {
    /** A bio arrives: sector, sectors, ordinal of the operation, flags. */
    REQUEST_START(Kind.EVENT, "A bio arrives.", "sector", "sectors", "op", "flags"),
    /** A bio has ended: sector, sectors, ordinal of the operation, status. */
    REQUEST_END(Kind.EVENT, "A bio has ended.", "sector", "sectors", "op", "error"),
    /** A read is accounted: sector, sectors, 1 if every sector was cached, 1 if it bypasses. */
    READ(Kind.EVENT, "A read is accounted.", "sector", "sectors", "cache_hit", "bypass"),
    /**
     * Data are about to be inserted or a range dropped: sector, sectors, 1 if dirty, bits
     * {@code bypass | op << 1}.
     */
    WRITE(
            Kind.EVENT,
            "Data are about to be inserted or a range dropped.",
            "sector",
            "sectors",
            "writeback",
            "bypass_and_op"),
    /** Bypass because the stream is long: sector, sectors. */
    BYPASS_SEQUENTIAL(Kind.EVENT, "Bypass because the stream is long.", "sector", "sectors"),
    /** Bypass because the SSD is slow: sector, sectors. */
    BYPASS_CONGESTED(Kind.EVENT, "Bypass because the SSD is slow.", "sector", "sectors"),
    /** A read is done again from the backing device: sector, sectors. */
    READ_RETRY(Kind.EVENT, "A read is done again from the backing device.", "sector", "sectors"),
    /** Space was found for data: end sector, sectors, cache sector, 1 if dirty. */
    CACHE_INSERT(
            Kind.EVENT,
            "Space was found for data.",
            "end_sector",
            "sectors",
            "cache_sector",
            "dirty"),
    /** A dirty key is picked up by writeback: end sector, sectors. */
    WRITEBACK(Kind.EVENT, "A dirty key is picked up by writeback.", "end_sector", "sectors"),
    /** A key changed while it was being written back: end sector, sectors. */
    WRITEBACK_COLLISION(
            Kind.EVENT, "A key changed while it was being written back.", "end_sector", "sectors"),
    /** A key is being moved to another bucket: end sector, sectors. */
    GC_COPY(Kind.EVENT, "A key is being moved to another bucket.", "end_sector", "sectors"),
    /** A key changed while it was being moved: end sector, sectors. */
    GC_COPY_COLLISION(
            Kind.EVENT, "A key changed while it was being moved.", "end_sector", "sectors"),
    /** A key of the journal is inserted at start-up: end sector, sectors, 1 if dirty. */
    JOURNAL_REPLAY_KEY(
            Kind.EVENT,
            "A key of the journal is inserted at start-up.",
            "end_sector",
            "sectors",
            "dirty"),
    /** A journal entry is written: cache sector, sectors, words of keys. */
    JOURNAL_WRITE(Kind.EVENT, "A journal entry is written.", "cache_sector", "sectors", "nr_keys"),
    /** The journal has no room. */
    JOURNAL_FULL(Kind.EVENT, "The journal has no room."),
    /** The entry has no room for more keys. */
    JOURNAL_ENTRY_FULL(Kind.EVENT, "The entry has no room for more keys."),
    /** Garbage collection begins. */
    GC_START(Kind.BEGIN, "Garbage collection begins."),
    /** Garbage collection has ended: in_use per cent. */
    GC_END(Kind.END, "Garbage collection has ended.", "in_use_percent"),
    /** A btree node is appended to: bucket, first block, words. */
    BTREE_WRITE(Kind.EVENT, "A btree node is appended to.", "bucket", "block", "words"),
    /** A bucket becomes a btree node: bucket, level. */
    BTREE_NODE_ALLOC(Kind.EVENT, "A bucket becomes a btree node.", "bucket", "level"),
    /** A btree node is given up: bucket, level. */
    BTREE_NODE_FREE(Kind.EVENT, "A btree node is given up.", "bucket", "level"),
    /** A node had no bucket to be made in. */
    BTREE_NODE_ALLOC_FAIL(Kind.EVENT, "A node had no bucket to be made in.", "level"),
    /** A full node is made two: bucket, words. */
    BTREE_NODE_SPLIT(Kind.EVENT, "A full node is made two.", "bucket", "words"),
    /** A full node is rewritten: bucket, words. */
    BTREE_NODE_COMPACT(Kind.EVENT, "A full node is rewritten.", "bucket", "words"),
    /** Neighbours are made fewer: number of nodes. */
    BTREE_GC_COALESCE(Kind.EVENT, "Neighbours are made fewer.", "nodes"),
    /** The tree has a new root: bucket. */
    BTREE_SET_ROOT(Kind.EVENT, "The tree has a new root.", "bucket"),
    /** Dirty keys were looked for: keys found, first and last sector. */
    KEYSCAN(Kind.EVENT, "Dirty keys were looked for.", "nr_found", "first_sector", "last_sector"),
    /** A bucket with data is given up: bucket, live sectors as of the last garbage collection. */
    INVALIDATE(Kind.EVENT, "A bucket with data is given up.", "bucket", "sectors"),
    /** A bucket is handed out: ordinal of the reserve, bucket. */
    ALLOC(Kind.EVENT, "A bucket is handed out.", "reserve", "bucket"),
    /** There was no bucket: ordinal of the reserve, free in it, invalidated. */
    ALLOC_FAIL(Kind.EVENT, "There was no bucket.", "reserve", "free", "free_inc"),
    /** The state in the superblock of the backing device changes: ordinal of the state. */
    STATE(Kind.EVENT, "The state in the superblock of the backing device changes.", "state"),
    /** The number of dirty sectors has changed: sectors. Ours: bcache has none for it. */
    DIRTY_DATA(Kind.COUNTER, "The number of dirty sectors has changed; ours.", "sectors");

    private static final TraceLayer LAYER = new TraceLayer(
            8, "bcache", "a bcache device: its own tracepoints, garbage collection, write-back");

    private final TracepointRow row;

    BcacheEvent(Kind kind, String text, String... fields) {
        String[] all = Stream.concat(Stream.of("device"), Stream.of(fields)).toArray(String[]::new);
        row = TracepointRow.of("BCACHE_" + name(), kind, text, all);
    }

    @Override
    public TraceLayer layer() {
        return LAYER;
    }

    @Override
    public TracepointRow row() {
        return row;
    }

    @Override
    public String track() {
        return row.kind() == Kind.EVENT ? LAYER.name() : "gc";
    }
}
