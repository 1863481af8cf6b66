package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Timer;

/**
 * Finds out which buckets hold live data, by a walk over all keys; until it has ended nothing may
 * be given up. Runs when a sixteenth of the cache has been written, or when the allocator finds
 * nothing to give up. Source: btree.c, bch_gc_thread and bch_btree_gc.
 */
final class GarbageCollector {
    private static final int BUDGET_SHARE = 16;

    private final CacheSet set;
    private final Timer thread;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private long sectorsToGc;
    private long runs;

    GarbageCollector(CacheSet set) {
        this.set = set;
        thread = new Timer(set.engine(), this::run);
        resetBudget();
    }

    /** Data are being inserted; each sector brings the next run nearer. */
    void sectorsInserted(int sectors) {
        sectorsToGc -= sectors;
        if (sectorsToGc < 0) {
            wake();
        }
    }

    /** {@code trigger_gc}. */
    void trigger() {
        sectorsToGc = -1;
        wake();
    }

    /** Sectors that may be inserted until the next run. */
    long sectorsToGc() {
        return sectorsToGc;
    }

    /** Runs that have ended. */
    long runs() {
        return runs;
    }

    /** Runs before the simulation began. */
    void settle() {
        thread.disarm();
        run();
    }

    /** The thread looks whether it should run. */
    void wake() {
        if (set.isRunning() && !thread.isArmed()) {
            thread.arm(set.wakeNanos());
        }
    }

    private boolean shouldRun() {
        return set.allocator().needsGc() || sectorsToGc < 0;
    }

    private void resetBudget() {
        Geometry geometry = set.geometry();
        sectorsToGc = (long) geometry.bucketSectors() * geometry.bucketCount() / BUDGET_SHARE;
    }

    private void run() {
        if (set.btree().isLocked()) {
            set.btree().awaitUnlock(this::wake);
            return;
        }
        if (!shouldRun()) {
            return;
        }
        resetBudget();
        set.trace().report(BcacheEvent.GC_START, 0, 0, 0, 0);
        set.buckets().startMarking();
        BtreeNode root = set.btree().root();
        visit(root);
        set.buckets().markKey(set.nodePointer(root), true);
        finish();
    }

    private void visit(BtreeNode node) {
        for (int i = 0; i < node.childCount(); i++) {
            set.buckets().markKey(set.nodePointer(node.child(i)), true);
            visit(node.child(i));
        }
        for (cursor.seek(node.keys, -1); cursor.isValid(); cursor.next()) {
            if (Bkey.pointsToData(cursor.value()) && Bkey.size(cursor.value()) != 0) {
                set.buckets().markKey(cursor.value(), false);
            }
        }
        if (node.dirty && node != set.btree().root()) {
            set.nodeWriter().write(node);
        }
    }

    private void finish() {
        resetBudget();
        set.markMetadata();
        set.allocator().gcEnded();
        set.buckets().finishMarking();
        set.buckets().updateInUse();
        runs++;
        set.trace().report(BcacheEvent.GC_END, set.buckets().inUsePercent(), 0, 0, 0);
        set.allocator().wake();
    }
}
