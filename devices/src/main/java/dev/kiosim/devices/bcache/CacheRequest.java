package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * One bio on its way through the cache; struct search. Pooled: the events and ends are made once.
 * Which step follows which is told by {@link ReadPath} and {@link WritePath}.
 */
final class CacheRequest implements DataInsert.Owner {
    /** The steps of reads and writes, as the paths know them. */
    interface Steps {
        /** The index may be used again, or a hop is over: goes on where the lookup stood. */
        void lookup(CacheRequest request);

        /** The check key of a miss may be in the leaf now. */
        void checkKeyInserted(CacheRequest request);

        /** A piece from the cache has ended. */
        void cacheReadEnded(CacheRequest request, Bio bio);

        /** A piece from or to the backing device has ended. */
        void backingEnded(CacheRequest request, Bio bio);

        /** The hop after the last piece is over. */
        void hopEnded(CacheRequest request);

        /** The writeback lock is held, shared. */
        void writebackLocked(CacheRequest request);

        /** A commit or the insertion has ended. */
        void insertEnded(CacheRequest request);
    }

    private final Steps steps;
    final Event lookup;
    final Event hop;
    final Event locked;
    final Event committed;
    final Event commit;
    final BioEnd cacheReadEnd;
    final BioEnd backingEnd;
    final DataInsert insert;
    final BtreeOp checkKey;

    /** The caller's bio. */
    Bio bio = new Bio();
    /** First sector on the backing device. */
    long sector;
    /** First sector that the lookup has not served. */
    long nextSector;
    /** Pieces and insertions that have not ended. */
    int pending;
    /** Whether it passes the cache by. */
    boolean bypass;
    /** Whether a write goes to the cache only. */
    boolean writeback;
    /** Whether any sector was not in the cache. */
    boolean cacheMissed;
    /** Whether dirty data were read. */
    boolean readDirty;
    /** Whether a failed read from the cache may be done again from the backing device. */
    boolean recoverable;
    /** Whether the lookup runs on the workqueue, where a full leaf may be split. */
    boolean onWorkqueue;
    /** 0 or -errno so far. */
    int status;
    /** Sectors of the range that is being read to be inserted; 0 if none. */
    int missSectors;
    /** First sector of that range. */
    long missSector;
    /** Data of that range; null if this run does not track data. */
    long @Nullable [] missStamps;
    /** The check key of a miss that waits for its leaf to be split. */
    long checkKeyEnd;

    long checkKeyValue;
    /** Whether the read is being done again from the backing device. */
    boolean retried;
    /** Whether the caller has been told, so that only the insertion is left. */
    boolean completed;
    /** What the facts will say. */
    String rule = "";

    int hitSectors;
    /** For the list of free requests. */
    @Nullable
    CacheRequest next;

    CacheRequest(CacheSet set, Steps steps) {
        this.steps = steps;
        lookup = () -> steps.lookup(this);
        hop = () -> steps.hopEnded(this);
        locked = () -> steps.writebackLocked(this);
        committed = () -> steps.insertEnded(this);
        commit = () -> set.journal().commit(committedEvent(), commitEvent());
        cacheReadEnd = ended -> steps.cacheReadEnded(this, ended);
        backingEnd = ended -> steps.backingEnded(this, ended);
        insert = new DataInsert(set, this);
        checkKey = new BtreeOp(() -> steps.checkKeyInserted(this));
    }

    private Event committedEvent() {
        return committed;
    }

    private Event commitEvent() {
        return commit;
    }

    void prepare(Bio callersBio, long backingSector) {
        bio = callersBio;
        sector = backingSector;
        nextSector = backingSector;
        pending = 0;
        bypass = false;
        writeback = false;
        cacheMissed = false;
        readDirty = false;
        recoverable = true;
        onWorkqueue = false;
        status = 0;
        missSectors = 0;
        missStamps = null;
        retried = false;
        completed = false;
        rule = "";
        hitSectors = 0;
    }

    long endSector() {
        return sector + bio.sectorCount;
    }

    /** Index of {@code atSector} in the caller's stamps. */
    int stampsIndex(long atSector) {
        return bio.stampsFrom + (int) (atSector - sector);
    }

    /** Takes over the receipt of a piece: that of the last to end stays. */
    void takeReceipt(Bio piece) {
        bio.queueNanos = piece.queueNanos;
        bio.schedulerNanos = piece.schedulerNanos;
        bio.deviceNanos = piece.deviceNanos;
        bio.dispatchedNanos = piece.dispatchedNanos;
        bio.deviceBits |= piece.deviceBits;
        bio.priorityApplied |= piece.priorityApplied;
    }

    @Override
    public void insertEnded(DataInsert ended) {
        steps.insertEnded(this);
    }

    @Override
    public void pieceWritten(Bio piece) {
        if (!completed) {
            takeReceipt(piece);
        }
    }
}
