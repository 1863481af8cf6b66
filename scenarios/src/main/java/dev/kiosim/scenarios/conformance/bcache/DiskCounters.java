package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.scenarios.conformance.Json;

/**
 * What {@code /sys/block/NAME/stat} counts of a disk. An empty flush counts as a write of no
 * sectors; flushes are counted where the disk itself does them.
 */
final class DiskCounters {
    private long reads;
    private long readSectors;
    private long writes;
    private long writeSectors;
    private long discards;
    private long discardSectors;
    private long flushes;

    /** The disk itself has served a bio, in requests of at most so many sectors. */
    void count(Bio bio, int requestSectorsMax) {
        flushes += bio.op == Bio.Op.FLUSH || bio.has(Bio.PREFLUSH) ? 1 : 0;
        int more = Math.max(0, bio.sectorCount - 1) / requestSectorsMax;
        reads += bio.op == Bio.Op.READ ? more : 0;
        writes += bio.op == Bio.Op.WRITE ? more : 0;
        countWithoutFlush(bio);
    }

    /** A write has been served as part of the request before. */
    void countMerged(Bio bio) {
        writeSectors += bio.sectorCount;
    }

    /** A bio has come to a disk that passes bios on. */
    void countWithoutFlush(Bio bio) {
        switch (bio.op) {
            case READ -> {
                reads++;
                readSectors += bio.sectorCount;
            }
            case WRITE, FLUSH -> {
                writes++;
                writeSectors += bio.sectorCount;
            }
            case DISCARD -> {
                discards++;
                discardSectors += bio.sectorCount;
            }
        }
    }

    /** The counters under the names of the recordings. */
    Json.Obj toJson() {
        return new Json.Obj()
                .put("reads", Json.of(reads))
                .put("read_sectors", Json.of(readSectors))
                .put("writes", Json.of(writes))
                .put("write_sectors", Json.of(writeSectors))
                .put("discards", Json.of(discards))
                .put("discard_sectors", Json.of(discardSectors))
                .put("flushes", Json.of(flushes));
    }
}
