package dev.kiosim.scenarios.conformance.bcache;

import java.util.Locale;

/** What is counted for each line of a trace, under the names of the recordings. */
enum Series {
    /** Sectors written to the cache as data. */
    INSERTED_SECTORS,
    /** Sectors read from the backing device. */
    BACKING_READ_SECTORS,
    /** Sectors written to it, writeback and superblock included. */
    BACKING_WRITE_SECTORS,
    /** Data read from the cache device, writeback included. */
    CACHE_READ_SECTORS,
    /** Flushes sent to the backing device. */
    BACKING_FLUSHES,
    /** Journal writes. */
    JOURNAL_WRITES,
    /** Dirty sectors that writeback picked up. */
    WRITEBACK_SECTORS,
    /** Sectors discarded on the cache device. */
    CACHE_DISCARD_SECTORS,
    /** Sectors discarded on the backing device. */
    BACKING_DISCARD_SECTORS;

    /** Name of the field in a recording. */
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
