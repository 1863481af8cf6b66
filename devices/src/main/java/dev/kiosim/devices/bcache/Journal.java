package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;

/**
 * The journal: keys that are in the btree in memory but not yet in a leaf on the SSD. Two entries
 * in memory: one takes keys while the other is being written, so all commits that come meanwhile
 * share the next write. An entry without a commit is written {@code journal_delay_ms} after its
 * first keys (3.10: after the write before). Source: journal.c.
 *
 * <p>Entry n stays until no dirty leaf has keys of it ({@link #pin}); a journal bucket is free
 * again when all its entries are older than that.
 */
final class Journal {
    /** What {@link #append} returns if the caller has to wait. */
    static final long WAITS = -2;

    private static final int HEADER_BYTES = 240;
    private static final int WORD_BYTES = 8;
    private static final int ENTRY_BYTES_MAX = 32 << 10;
    private static final int PINS = 32768;
    private static final int PINS_MAX = 20000;
    private static final int LEAVES_PER_FLUSH = 8;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A journal entry in memory. */
    private static final class Entry {
        final KeyList keys = new KeyList();
        int words;
        boolean dirty;
        boolean needWrite;
        long wantedNanos;
        final WaitList committed;

        Entry(WaitList committed) {
            this.committed = committed;
        }
    }

    private final CacheSet set;
    private final Geometry geometry;
    private final BioEnd writeEnd = this::writeEnded;
    private final Event writeNext = this::writeNext;
    private final Timer delay;
    private final WaitList full;
    private Entry current;
    private Entry other;
    private final int[] pins = new int[PINS];
    private final long[] bucketSeq;
    private long seq = 1;
    private long oldestSeq = 1;
    private int currentBucket;
    private int lastBucket;
    private int blocksFree;
    private long writeSector;
    private boolean inFlight;
    private boolean reservesBucket = true;
    private boolean enabled = true;
    private long delayMillis = 100;
    private long sectorsWritten;
    private long reclaims;
    private long bucketsReclaimed;
    private long leafFlushes;
    private long wantedNanos;
    private long writeNanosMax;

    Journal(CacheSet set) {
        this.set = set;
        geometry = set.geometry();
        full = new WaitList(set.engine());
        current = new Entry(new WaitList(set.engine()));
        other = new Entry(new WaitList(set.engine()));
        bucketSeq = new long[geometry.journalBuckets()];
        delay = new Timer(set.engine(), this::delayIsOver);
        pins[pinIndex(seq)] = 1;
    }

    /** An entry of a new cache that was written before the simulation began. */
    void formatEntry() {
        reclaim();
        set.metadata().format(writeSector, geometry.blockSectors(), encode(1));
        countWrite(1);
        startNextEntry();
    }

    long delayMillis() {
        return delayMillis;
    }

    void setDelayMillis(long millis) {
        delayMillis = millis;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** The {@code synchronous} switch: without it nothing is journalled. */
    void setEnabled(boolean on) {
        enabled = on;
    }

    /**
     * Words of keys that an insertion may collect, so that they fit into an empty entry of one
     * block.
     */
    int wordsPerInsert() {
        return wordsPerInsert(geometry);
    }

    /** The same for a layout. */
    static int wordsPerInsert(Geometry geometry) {
        return (geometry.blockBytes() - HEADER_BYTES) / WORD_BYTES;
    }

    /**
     * Appends keys to the current entry.
     *
     * @param keys null: none
     * @param onCommit taken up when the entry is on the SSD; null if nobody waits for that
     * @param retry taken up when it is worth trying again, after {@link #WAITS}
     * @return the entry, pinned for the caller; {@link BtreeNode#NO_PIN} without journal; or
     *     {@link #WAITS}
     */
    long append(@Nullable KeyList keys, @Nullable Event onCommit, Event retry) {
        int words = keys == null ? 0 : keys.words();
        if (!enabled) {
            if (onCommit != null) {
                set.engine().schedule(0, onCommit);
            }
            return BtreeNode.NO_PIN;
        }
        if (!makeRoom(words)) {
            full.add(retry);
            return WAITS;
        }
        current.words += words;
        if (keys != null && set.metadata().isKept()) {
            current.keys.addAll(keys);
        }
        pins[pinIndex(seq)]++;
        long pinned = seq;
        if (onCommit != null) {
            current.committed.add(onCommit);
            write();
        } else if (!current.dirty) {
            current.dirty = true;
            delayWrite();
        }
        return pinned;
    }

    /**
     * Writes an entry, even if it has no keys, and takes up {@code onCommit} when it is on the SSD.
     * False if the journal is full: then {@code retry} is taken up.
     */
    boolean commit(Event onCommit, Event retry) {
        long pinned = append(null, onCommit, retry);
        if (pinned == WAITS) {
            return false;
        }
        if (pinned != BtreeNode.NO_PIN) {
            unpin(pinned);
        }
        return true;
    }

    void pin(long entry) {
        pins[pinIndex(entry)]++;
    }

    void unpin(long entry) {
        if (--pins[pinIndex(entry)] < 0) {
            throw violated("journal entry %d unpinned more often than pinned", entry);
        }
    }

    /** Oldest entry that has keys which are in no leaf on the SSD. */
    long oldestSeq() {
        return oldestSeq;
    }

    long sectorsWritten() {
        return sectorsWritten;
    }

    void clearSectorsWritten() {
        sectorsWritten = 0;
    }

    /** Counters under bcache's names. */
    long reclaims() {
        return reclaims;
    }

    long bucketsReclaimed() {
        return bucketsReclaimed;
    }

    long leafFlushes() {
        return leafFlushes;
    }

    /** Entries that are pinned or newer than a pinned one. */
    long activeEntries() {
        return seq - oldestSeq + 1;
    }

    private boolean makeRoom(int words) {
        int sectors = blocksOf(current.words + words) * geometry.blockSectors();
        if (sectors <= Math.min(blocksFree * geometry.blockSectors(), ENTRY_BYTES_MAX >> 9)) {
            return true;
        }
        if (!isFull()) {
            set.trace().report(BcacheEvent.JOURNAL_ENTRY_FULL, 0, 0, 0, 0);
            write();
            return false;
        }
        reclaim();
        if (!isFull()) {
            return makeRoom(words);
        }
        set.trace().report(BcacheEvent.JOURNAL_FULL, 0, 0, 0, 0);
        flushOldestLeaves();
        return false;
    }

    private boolean isFull() {
        return blocksFree == 0 || activeEntries() >= PINS_MAX;
    }

    private int blocksOf(int words) {
        return (HEADER_BYTES + words * WORD_BYTES + geometry.blockBytes() - 1)
                / geometry.blockBytes();
    }

    /**
     * An entry has got its first keys: it is written in a while. 3.10 writes at once, unless the
     * last write is under way or has ended just now.
     */
    private void delayWrite() {
        if (!set.version().is2013()) {
            delay.arm(delayMillis * NANOS_PER_MILLI);
        } else if (!inFlight && !delay.isArmed()) {
            write();
        }
    }

    private void delayIsOver() {
        if (current.dirty) {
            write();
        }
    }

    private void write() {
        if (!current.needWrite) {
            current.needWrite = true;
            current.wantedNanos = set.nowNanos();
        }
        if (!inFlight) {
            inFlight = true;
            if (set.version().is2013()) {
                delay.disarm();
            }
            writeNext();
        }
    }

    private void writeNext() {
        if (!current.needWrite) {
            inFlight = false;
            if (set.version().is2013()) {
                delay.arm(delayMillis * NANOS_PER_MILLI);
            }
            return;
        }
        if (isFull()) {
            reclaim();
            if (isFull()) {
                flushOldestLeaves();
                full.add(writeNext);
                return;
            }
        }
        int blocks = blocksOf(current.words);
        set.trace()
                .report(
                        BcacheEvent.JOURNAL_WRITE,
                        writeSector,
                        (long) blocks * geometry.blockSectors(),
                        current.words,
                        0);
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META | Bio.PREFLUSH | Bio.FUA,
                writeSector,
                blocks * geometry.blockSectors(),
                writeEnd);
        if (set.metadata().isKept()) {
            set.metadata().fill(bio, encode(blocks));
        }
        wantedNanos = current.wantedNanos;
        countWrite(blocks);
        startNextEntry();
        reclaim();
        bio.submitTo(set.cacheDevice(), set.nowNanos());
    }

    /** What the current entry says when it is written. */
    private long[] encode(int blocks) {
        BtreeNode root = set.btree().root();
        return JournalEntry.encode(
                seq,
                oldestSeq,
                blocks,
                new JournalEntry.Root(root.bucket, set.buckets().gen(root.bucket), root.level),
                set.allocator().firstPrioBucket(),
                set.uuids().bucket(),
                current.keys);
    }

    /**
     * How long after it was appended a key may not be on the SSD yet: the delay, and the longest
     * that an entry took from when it was to be written; in 3.10 the write before it, too.
     */
    long windowNanos() {
        long longest = writeNanosMax;
        if (inFlight) {
            longest = Math.max(longest, set.nowNanos() - wantedNanos);
        }
        if (current.needWrite) {
            longest = Math.max(longest, set.nowNanos() - current.wantedNanos);
        }
        long before = set.version().is2013() ? writeNanosMax : 0;
        return before + delayMillis * NANOS_PER_MILLI + longest;
    }

    private void countWrite(int blocks) {
        blocksFree -= blocks;
        sectorsWritten += (long) blocks * geometry.blockSectors();
        writeSector += (long) blocks * geometry.blockSectors();
        bucketSeq[currentBucket] = seq;
        unpin(seq);
    }

    private void startNextEntry() {
        Entry next = other;
        other = current;
        current = next;
        seq++;
        pins[pinIndex(seq)] = 1;
        current.words = 0;
        current.keys.clear();
        current.dirty = false;
        current.needWrite = false;
    }

    private void writeEnded(Bio bio) {
        set.errors().metadataIoEnded(bio);
        bio.settle(set.nowNanos());
        set.release(bio);
        writeNanosMax = Math.max(writeNanosMax, set.nowNanos() - wantedNanos);
        other.committed.wakeAll();
        full.wakeAll();
        set.engine().schedule(set.hopNanos(), writeNext);
    }

    /**
     * Frees buckets whose entries are all in leaves, and opens the next bucket if the current one
     * is full.
     */
    private void reclaim() {
        reclaims++;
        while (oldestSeq < seq && pins[pinIndex(oldestSeq)] == 0) {
            oldestSeq++;
        }
        while (lastBucket != currentBucket && bucketSeq[lastBucket] < oldestSeq) {
            lastBucket = (lastBucket + 1) % bucketSeq.length;
        }
        if (blocksFree == 0 && freeBuckets() > 0) {
            currentBucket = (currentBucket + 1) % bucketSeq.length;
            blocksFree = geometry.bucketSectors() / geometry.blockSectors();
            writeSector = geometry.firstSectorOf(geometry.firstBucket() + currentBucket);
            bucketsReclaimed++;
        }
        if (!isFull()) {
            full.wakeAll();
        }
    }

    private int freeBuckets() {
        int between = lastBucket - currentBucket;
        int unused = currentBucket >= lastBucket ? bucketSeq.length + between : between;
        return Math.max(0, unused - 1 - (reservesBucket ? 1 : 0));
    }

    /** Writes leaves that hold back the oldest entry, so that it can go. */
    private void flushOldestLeaves() {
        leafFlushes++;
        set.btree().flushLeavesPinning(oldestSeq, LEAVES_PER_FLUSH);
    }

    /**
     * Goes on behind what was found on the SSD: the next entry follows {@code newest}, in the
     * bucket behind that of it; the entries to be replayed are pinned, each once. Source:
     * journal.c, bch_journal_read and bch_journal_mark.
     */
    void recover(JournalEntry newest, long[] newestSeqOfBucket) {
        pins[pinIndex(seq)] = 0;
        for (int i = 0; i < bucketSeq.length; i++) {
            bucketSeq[i] = newestSeqOfBucket[i];
            if (bucketSeq[i] == newest.seq()) {
                currentBucket = i;
            }
        }
        lastBucket = (currentBucket + 1) % bucketSeq.length;
        oldestSeq = newest.lastSeq();
        for (long entry = oldestSeq; entry <= newest.seq(); entry++) {
            pins[pinIndex(entry)] = 1;
        }
        seq = newest.seq() + 1;
        pins[pinIndex(seq)] = 1;
        blocksFree = 0;
        reservesBucket = false;
    }

    /** All entries have been replayed: from now on a bucket is held in reserve. */
    void replayed() {
        reservesBucket = true;
    }

    /** Room may have come about: leaves have been written. */
    void leafWritten() {
        if (!full.isEmpty()) {
            reclaim();
        }
    }

    private static int pinIndex(long entry) {
        return (int) entry & (PINS - 1);
    }
}
