package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/** One key on its way to another bucket. Source: movinggc.c, struct moving_io. */
final class MovingIo implements DataInsert.Owner {
    private final CacheSet set;
    private final MovingCollector collector;
    private final DataInsert insert;
    private final BioEnd readEnd = this::readEnded;
    private final Event write = this::write;
    private int slot;
    private long end;
    private long value;
    private boolean failed;
    private long @Nullable [] stamps;

    MovingIo(CacheSet set, MovingCollector collector) {
        this.set = set;
        this.collector = collector;
        insert = new DataInsert(set, this);
    }

    void start(int keybufSlot, long keyEnd, long keyValue) {
        slot = keybufSlot;
        end = keyEnd;
        value = keyValue;
        failed = false;
        int sectors = Bkey.size(value);
        stamps = set.tracksData() ? set.stamps().take(sectors) : null;
        set.trace().report(BcacheEvent.GC_COPY, Bkey.sector(end), sectors, 0, 0);
        Bio bio = set.bios().take();
        bio.prepare(Bio.Op.READ, Bio.IDLE, Bkey.cacheSector(value), sectors, readEnd);
        bio.stamps = stamps;
        bio.stampsFrom = 0;
        set.submit(bio, set.cacheDevice());
    }

    private void readEnded(Bio bio) {
        set.congestion().ended(false, bio.submittedNanos, set.nowNanos());
        set.errors().readEnded(bio, "reading data to move");
        int bucket = set.geometry().bucketOf(Bkey.cacheSector(value));
        boolean reused = set.buckets().staleness(bucket, Bkey.gen(value)) != 0;
        failed = bio.status != 0 || reused && !Bkey.has(value, Bkey.DIRTY);
        bio.settle(set.nowNanos());
        set.release(bio);
        set.engine().schedule(set.hopNanos(), write);
    }

    private void write() {
        if (failed) {
            finish();
            return;
        }
        int sectors = Bkey.size(value);
        long sector = Bkey.sector(end) - sectors;
        insert.prepare(Bkey.inode(end), sector, sectors, OpenBuckets.MOVING_GC)
                .data(stamps, 0)
                .replacing(end, value)
                .moving(Bio.IDLE);
        if (Bkey.has(value, Bkey.DIRTY)) {
            insert.writeback();
        }
        insert.begin(Bio.Op.WRITE);
    }

    @Override
    public void insertEnded(DataInsert ended) {
        if (ended.collided()) {
            set.trace()
                    .report(
                            BcacheEvent.GC_COPY_COLLISION,
                            Bkey.sector(end),
                            Bkey.size(value),
                            0,
                            0);
        }
        finish();
    }

    private void finish() {
        long[] buffer = stamps;
        if (buffer != null) {
            set.stamps().giveBack(buffer);
            stamps = null;
        }
        collector.ended(this, slot);
    }
}
