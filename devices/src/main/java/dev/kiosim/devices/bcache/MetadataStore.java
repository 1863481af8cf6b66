package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.SectorRecords;
import dev.kiosim.engine.Nullable;

/**
 * Gives metadata writes their content, and reads it back when a set is registered. Where nobody may
 * cut the power nothing is kept: a write then has a length only.
 */
final class MetadataStore {
    private final BlockDevice device;
    private final @Nullable DriveContent content;
    private final @Nullable SectorRecords records;

    /** The metadata on {@code device}. */
    MetadataStore(BlockDevice device) {
        this.device = device;
        content = device.content();
        records = content == null ? null : content.records();
    }

    /** Whether writes get content. */
    boolean isKept() {
        return records != null;
    }

    /** Gives {@code bio}, a write to this device, the content {@code words}. */
    void fill(Bio bio, long[] words) {
        SectorRecords kept = records;
        if (kept != null) {
            bio.stamps = kept.add(bio.sectorCount, words);
            bio.stampsFrom = 0;
        }
    }

    /**
     * The same where only the first sector ever changes: the others are zeroed once and for all.
     */
    void fillFirst(Bio bio, long[] words) {
        SectorRecords kept = records;
        if (kept != null) {
            long[] stamps = new long[bio.sectorCount];
            stamps[0] = kept.add(1, words)[0];
            bio.stamps = stamps;
            bio.stampsFrom = 0;
        }
    }

    /** What was written before the simulation began. */
    void format(long sector, int sectors, long[] words) {
        if (content != null) {
            content.storeRecord(sector, sectors, words);
        }
    }

    /** What the metadata at {@code sector} says; null if none can be read there. */
    long @Nullable [] read(long sector) {
        return content == null || sector >= device.sectorCount()
                ? null
                : content.readRecord(sector);
    }
}
