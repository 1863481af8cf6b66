package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BioStatus;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;

/**
 * Writes data into the cache and their keys into journal and btree, or drops a range from the
 * cache. Serves writes, misses and moving garbage collection. Source: request.c, bch_data_insert
 * and what follows it.
 *
 * <pre>
 * START --space found, submitted--> DATA --on the SSD, hop--> KEYS --journal, btree--> done
 *   ^                                                          |      commit if asked for
 *   '------------- the key list was full ----------------------'
 * </pre>
 */
final class DataInsert {
    /** Who waits for the end. */
    interface Owner {
        /** All is on the SSD and in the btree, or has failed: {@link DataInsert#status}. */
        void insertEnded(DataInsert insert);

        /** A piece of data is on the SSD; {@code bio} has its receipt. */
        default void pieceWritten(Bio bio) {}
    }

    private static final int HOLE_SECTORS_MAX = 1 << 15;
    private static final int POINTER_KEY_WORDS = 3;
    private static final int HOLE_WORDS = 2;

    private final CacheSet set;
    private final Owner owner;
    private final BtreeOp op = new BtreeOp(this::insertIntoBtree);
    private final Event start = this::start;
    private final Event submitPieces = this::submitPieces;
    private final Event goOn = this::goOn;
    private final Event insertKeys = this::insertKeys;
    private final Event committed = this::committed;
    private final BioEnd dataEnd = this::dataEnded;
    private int inode;
    private long sector;
    private int remaining;
    private int writePoint;
    private long @Nullable [] stamps;
    private int stampsFrom;
    private Reserve reserve = Reserve.NONE;
    private int bioFlags;
    private boolean bypass;
    private boolean writeback;
    private boolean flushJournal;
    private boolean done;
    private boolean commitPending;
    private boolean keysInserted;
    private boolean writeFailed;
    private boolean ofTask;
    private boolean givesWay;
    private int piecesInFlight;
    private long failedFrom = Long.MAX_VALUE;
    private long failedTo;
    /** 0 or -errno, when it has ended. */
    int status;
    /** Sectors that were written to the SSD. */
    int insertedSectors;

    DataInsert(CacheSet set, Owner owner) {
        this.set = set;
        this.owner = owner;
    }

    /** What is to be inserted; options follow. */
    DataInsert prepare(int ofInode, long firstSector, int sectors, int ofWritePoint) {
        inode = ofInode;
        sector = firstSector;
        remaining = sectors;
        writePoint = ofWritePoint;
        stamps = null;
        reserve = Reserve.NONE;
        bioFlags = 0;
        bypass = false;
        writeback = false;
        flushJournal = false;
        done = false;
        writeFailed = false;
        status = 0;
        insertedSectors = 0;
        op.reset();
        return this;
    }

    /** The data: version stamps from {@code from} on. */
    DataInsert data(long @Nullable [] ofStamps, int from) {
        stamps = ofStamps;
        stampsFrom = from;
        return this;
    }

    /** Dirty: waits for space, and the bucket counts as dirty at once. */
    DataInsert writeback() {
        writeback = true;
        return this;
    }

    /** Drops the range from the cache instead of writing it. */
    DataInsert invalidation() {
        bypass = true;
        return this;
    }

    /** The end waits for a commit of the keys. */
    DataInsert flushJournal() {
        flushJournal = true;
        return this;
    }

    /** Goes only where the given key still stands. */
    DataInsert replacing(long end, long value) {
        op.replaceEnd = end;
        op.replaceValue = value;
        return this;
    }

    /** From moving garbage collection: its own reserve, and flags for the bios. */
    DataInsert moving(int flags) {
        reserve = Reserve.MOVINGGC;
        bioFlags = flags;
        return this;
    }

    /** Whether the key to be replaced had gone, so that nothing was inserted. */
    boolean collided() {
        return op.isReplace() && op.collision;
    }

    /** Begins; the owner hears of the end, never before this returns. */
    void begin(Bio.Op operation) {
        set.trace()
                .report(
                        BcacheEvent.WRITE,
                        sector,
                        remaining,
                        writeback ? 1 : 0,
                        (bypass ? 1 : 0) | operation.ordinal() << 1);
        start();
    }

    private void start() {
        if (bypass) {
            invalidate();
            return;
        }
        set.gc().sectorsInserted(remaining);
        ofTask = set.isInTask();
        submitPieces();
    }

    private void submitPieces() {
        boolean stalled = false;
        while (remaining > 0 && roomFor(POINTER_KEY_WORDS)) {
            if (ofTask && set.allocatorGoesFirst()) {
                givesWay = true;
                set.engine().schedule(set.wakeNanos(), goOn);
                return;
            }
            long value = set.openBuckets()
                    .allocate(
                            Bkey.position(inode, sector),
                            remaining,
                            writePoint,
                            reserve,
                            writeback ? submitPieces : null);
            if (value == OpenBuckets.NO_SPACE) {
                stalled = true;
                break;
            }
            submitPiece(value);
        }
        if (stalled) {
            noSpace();
        } else {
            done = remaining == 0;
            continueWithKeys();
        }
    }

    /** The allocator's thread, which has been woken, may have had the CPU. */
    private void goOn() {
        givesWay = false;
        set.setInTask(true);
        submitPieces();
        set.setInTask(false);
    }

    private boolean roomFor(int words) {
        return op.keys.words() + words <= set.journal().wordsPerInsert();
    }

    private void submitPiece(long clean) {
        int sectors = Bkey.size(clean);
        long value = clean;
        if (writeback) {
            value |= Bkey.DIRTY;
            set.buckets().setMark(set.geometry().bucketOf(Bkey.cacheSector(value)), Buckets.DIRTY);
        }
        long end = sector + sectors;
        set.trace()
                .report(
                        BcacheEvent.CACHE_INSERT,
                        end,
                        sectors,
                        Bkey.cacheSector(value),
                        writeback ? 1 : 0);
        op.keys.add(Bkey.position(inode, end), value);
        Bio bio = set.bios().take();
        bio.prepare(Bio.Op.WRITE, bioFlags, Bkey.cacheSector(value), sectors, dataEnd);
        bio.stamps = stamps;
        bio.stampsFrom = stampsFrom;
        bio.taskId = Math.max(0, writePoint - 1);
        bio.ownerTag = sector;
        set.trace().sendOn(bio, sector);
        piecesInFlight++;
        insertedSectors += sectors;
        sector = end;
        remaining -= sectors;
        stampsFrom += sectors;
        set.submit(bio, set.cacheDevice());
    }

    /**
     * No bucket: writeback waits for one; a write drops the rest of its range; a miss keeps what it
     * has.
     */
    private void noSpace() {
        if (writeback && set.hasFailed()) {
            status = BioStatus.EIO; // no bucket will come
            remaining = 0;
            done = true;
            continueWithKeys();
            return;
        }
        if (writeback) {
            return; // the allocator takes up submitPieces
        }
        if (!op.isReplace()) {
            bypass = true;
            invalidate();
            return;
        }
        done = true;
        if (op.keys.isEmpty()) {
            set.engine().schedule(0, insertKeys);
        } else {
            continueWithKeys();
        }
    }

    private void invalidate() {
        while (remaining > 0 && roomFor(HOLE_WORDS)) {
            int sectors = Math.min(remaining, HOLE_SECTORS_MAX);
            sector += sectors;
            remaining -= sectors;
            op.keys.add(Bkey.position(inode, sector), Bkey.hole(sectors));
        }
        done = remaining == 0;
        continueWithKeys();
    }

    private void continueWithKeys() {
        if (piecesInFlight == 0) {
            set.engine().schedule(set.hopNanos(), insertKeys);
        }
    }

    private void dataEnded(Bio bio) {
        set.congestion().ended(true, bio.submittedNanos, set.nowNanos());
        set.errors().writeEnded(bio, "writing data to cache");
        if (bio.status != 0) {
            pieceFailed(bio);
        }
        bio.settle(set.nowNanos());
        owner.pieceWritten(bio);
        set.release(bio);
        if (--piecesInFlight == 0 && !waitsForBucket()) {
            set.engine().schedule(set.hopNanos(), insertKeys);
        }
    }

    private boolean waitsForBucket() {
        return givesWay || writeback && !done && remaining > 0 && roomFor(POINTER_KEY_WORDS);
    }

    private void pieceFailed(Bio bio) {
        if (writeback) {
            status = bio.status;
            failedFrom = Math.min(failedFrom, bio.ownerTag);
            failedTo = Math.max(failedTo, bio.ownerTag + bio.sectorCount);
        } else {
            writeFailed = true;
        }
    }

    /** Keys of data that did not reach the SSD become holes; those of a miss are forgotten. */
    private void dropKeys() {
        for (int i = 0; i < op.keys.size(); i++) {
            set.btree().unpin(op.keys.value(i));
            op.keys.setValue(i, Bkey.hole(Bkey.size(op.keys.value(i))));
        }
        if (op.isReplace()) {
            op.keys.clear();
            done = true;
        }
    }

    private void insertKeys() {
        if (writeFailed) {
            writeFailed = false;
            dropKeys();
        }
        if (op.keys.isEmpty()) {
            end();
            return;
        }
        if (!op.isReplace()) {
            long pin = set.journal().append(op.keys, flushJournal ? committed : null, insertKeys);
            if (pin == Journal.WAITS) {
                return;
            }
            op.journalPin = pin;
            commitPending = flushJournal;
        }
        keysInserted = false;
        insertIntoBtree();
    }

    private void insertIntoBtree() {
        if (!set.btree().insert(op)) {
            return;
        }
        if (op.journalPin != BtreeNode.NO_PIN) {
            set.journal().unpin(op.journalPin);
            op.journalPin = BtreeNode.NO_PIN;
        }
        if (op.failed) { // source: request.c, bch_data_insert_keys
            status = -Errno.ENOMEM;
            done = true;
        }
        noteFailedPieces();
        keysInserted = true;
        if (!commitPending) {
            roundEnded();
        }
    }

    /** The index points from now on to where data should be that have not been written. */
    private void noteFailedPieces() {
        if (failedFrom == Long.MAX_VALUE) {
            return;
        }
        if (!op.failed && !collided()) {
            set.failedWrites().add(failedFrom, (int) (failedTo - failedFrom));
        }
        failedFrom = Long.MAX_VALUE;
        failedTo = 0;
    }

    private void committed() {
        commitPending = false;
        if (keysInserted) {
            roundEnded();
        }
    }

    private void roundEnded() {
        if (done) {
            end();
        } else {
            set.engine().schedule(set.hopNanos(), start);
        }
    }

    private void end() {
        stamps = null;
        owner.insertEnded(this);
    }
}
