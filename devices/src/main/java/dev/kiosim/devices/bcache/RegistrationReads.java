package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;
import java.util.Arrays;

/**
 * What registration reads from the SSD, one bio after the other: collected first, since content is
 * known at once, then read for the time it takes. Source: super.c, read_super, prio_read and
 * uuid_read; journal.c, bch_journal_read; btree.c, bch_btree_check, whose several threads read one
 * after the other here.
 */
final class RegistrationReads {
    private static final int FIRST_READS = 32;
    /** Pages of 8 sectors, 8 of them: JSET_BITS is 3. */
    private static final int JOURNAL_READ_SECTORS = 64;
    /** The golden ratio, by which journal buckets are tried. */
    private static final long HASH = 2_654_435_769L;

    private final CacheSet set;
    private final BioEnd readEnd = this::readEnded;
    private final Bio bio = new Bio();
    private long[] sectors = new long[FIRST_READS];
    private int[] counts = new int[FIRST_READS];
    private int collected;
    private int next;
    private Event done = () -> {};

    RegistrationReads(CacheSet set) {
        this.set = set;
    }

    /** These sectors are read next. */
    void add(long sector, int count) {
        if (collected == sectors.length) {
            sectors = Arrays.copyOf(sectors, collected * 2);
            counts = Arrays.copyOf(counts, collected * 2);
        }
        sectors[collected] = sector;
        counts[collected++] = count;
    }

    /** A table of priorities or devices in {@code bucket}. */
    void addTable(int bucket) {
        add(set.geometry().firstSectorOf(bucket), set.geometry().metaSectors());
    }

    /**
     * The journal: buckets are tried by a hash until one has entries, then the newest is searched
     * for by halves, and those behind it are read back to the first that has none.
     *
     * @param newestSeq the newest entry of each bucket, 0 for none
     * @param ends behind which sector of each bucket no entry lies
     */
    void addJournal(long[] newestSeq, long[] ends) {
        boolean[] isRead = new boolean[newestSeq.length];
        int first = 0;
        for (int i = 0; i < isRead.length; i++) {
            first = (int) ((i * HASH & 0xffff_ffffL) % isRead.length);
            if (isRead[first]) {
                break;
            }
            addJournalBucket(first, ends, isRead);
            if (newestSeq[first] > 0) {
                break;
            }
        }
        int last = newestBehind(first, newestSeq, ends, isRead);
        for (int i = 0; i < isRead.length; i++) {
            int bucket = Math.floorMod(last - i, isRead.length);
            if (!isRead[bucket]) {
                addJournalBucket(bucket, ends, isRead);
                if (newestSeq[bucket] == 0) {
                    return;
                }
            }
        }
    }

    private int newestBehind(int first, long[] newestSeq, long[] ends, boolean[] isRead) {
        int low = first;
        int high = isRead.length;
        while (low + 1 < high) {
            int middle = (low + high) / 2;
            if (!isRead[middle]) {
                addJournalBucket(middle, ends, isRead);
            }
            if (newestSeq[middle] > newestSeq[low]) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void addJournalBucket(int index, long[] ends, boolean[] isRead) {
        isRead[index] = true;
        Geometry geometry = set.geometry();
        long sector = geometry.firstSectorOf(geometry.firstBucket() + index);
        long bucketEnd = sector + geometry.bucketSectors();
        do {
            int count = (int) Math.min(JOURNAL_READ_SECTORS, bucketEnd - sector);
            add(sector, count);
            sector += count;
        } while (sector <= ends[index] && sector < bucketEnd);
    }

    /** Reads everything; then {@code whenDone} follows. */
    void run(Event whenDone) {
        done = whenDone;
        readNext();
    }

    private void readNext() {
        if (next == collected) {
            done.fire();
            return;
        }
        bio.prepare(Bio.Op.READ, Bio.SYNC | Bio.META, sectors[next], counts[next], readEnd);
        next++;
        bio.submitTo(set.cacheDevice(), set.nowNanos());
    }

    private void readEnded(Bio read) {
        read.settle(set.nowNanos());
        readNext();
    }
}
