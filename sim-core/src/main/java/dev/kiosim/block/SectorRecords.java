package dev.kiosim.block;

import dev.kiosim.engine.Nullable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What metadata says that lies on a drive: runs of sectors with words as content. The sectors carry
 * stamps that name the record and their place in it, so they are written, cached, torn and lost as
 * all others are; a record can be read as long as every sector of it is there. One whose sectors
 * are no longer all on the drive is forgotten, so the number of records is that of the drive's
 * metadata, however often it is written.
 *
 * <p>A stamp of a record is negative: sign, 43 bits of record number, 20 bits of place.
 */
public final class SectorRecords {
    private static final int PLACE_BITS = 20;
    private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;

    private static final class Content {
        final long[] words;
        final int sectors;

        Content(long[] words, int sectors) {
            this.words = words;
            this.sectors = sectors;
        }
    }

    private final Map<Long, Content> records = new LinkedHashMap<>();
    private long lastNumber;

    /** Whether a stamp is of a sector of a record. */
    static boolean isRecord(long stamp) {
        return stamp < 0;
    }

    /** The stamps of the {@code sectors} sectors of a new record with this content. */
    public long[] add(int sectors, long[] words) {
        long number = ++lastNumber;
        records.put(number, new Content(words, sectors));
        long[] stamps = new long[sectors];
        for (int place = 0; place < sectors; place++) {
            stamps[place] = Long.MIN_VALUE | number << PLACE_BITS | place;
        }
        return stamps;
    }

    /** The content of the record that begins at {@code sector}; null if no whole record does. */
    public long @Nullable [] read(DriveContent content, long sector) {
        long first = content.stamp(sector);
        Content found =
                isRecord(first) && (first & PLACE_MASK) == 0 ? records.get(numberOf(first)) : null;
        if (found == null) {
            return null;
        }
        for (int place = 1; place < found.sectors; place++) {
            if (content.stamp(sector + place) != first + place) {
                return null;
            }
        }
        return found.words;
    }

    /** The content of the record that a sector with this stamp belongs to; null if it is gone. */
    public long @Nullable [] words(long stamp) {
        Content found = isRecord(stamp) ? records.get(numberOf(stamp)) : null;
        return found == null ? null : found.words;
    }

    /** A sector with this stamp has got other content. */
    void overwritten(long stamp) {
        if (isRecord(stamp)) {
            records.remove(numberOf(stamp));
        }
    }

    /** Records that can be read, or are on their way to the drive. */
    public int count() {
        return records.size();
    }

    private static long numberOf(long stamp) {
        return (stamp & Long.MAX_VALUE) >>> PLACE_BITS;
    }
}
