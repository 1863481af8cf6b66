package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Timer;

/**
 * The thread that finds out which buckets hold live data, by a walk over all keys; until it has
 * ended nothing may be given up. It runs when a sixteenth of the cache has been written, or when
 * the allocator finds nothing to give up. Source: btree.c, bch_gc_thread and bch_btree_gc.
 *
 * <pre>
 * IDLE --should run--> WALKING --end of the tree--> FINISHING --> MOVING (if on) --> IDLE
 *                       |    ^
 *                       |    '-- nodes replaced, or 100 ms later --.
 *                       '----- others wait, or nodes are replaced -'
 * </pre>
 */
final class GarbageCollector {
    private static final long SLEEP_NANOS = 100_000_000;

    private final CacheSet set;
    private final GcWalk walk;
    private final MovingCollector moving;
    private final Timer thread;
    private final Event round = this::round;
    private final Event writesEnded = this::writesEnded;
    private long sectorsToGc;
    private boolean active;
    private boolean walkEnded;
    private long runs;
    private long startNanos;
    private final TimeStatistics time = new TimeStatistics();

    GarbageCollector(CacheSet set) {
        this.set = set;
        walk = new GcWalk(set, round);
        moving = new MovingCollector(set, this::movingEnded);
        thread = new Timer(set.engine(), this::threadRuns);
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

    /** How often it runs and how long it takes. */
    TimeStatistics time() {
        return time;
    }

    /** What the last run found. */
    GcWalk walk() {
        return walk;
    }

    /** Moves data out of buckets that are nearly empty. */
    MovingCollector moving() {
        return moving;
    }

    /** Runs before the simulation began, when the tree is one leaf. */
    void settle() {
        thread.disarm();
        start();
        walk.round();
        finish();
        active = false;
    }

    /** The thread looks whether it should run. */
    void wake() {
        if (set.isRunning() && !active && !thread.isArmed()) {
            thread.arm(set.wakeNanos());
        }
    }

    private boolean shouldRun() {
        return set.allocator().needsGc() || sectorsToGc < 0;
    }

    private void resetBudget() {
        sectorsToGc = set.geometry().gcSectors(set.version());
    }

    private void threadRuns() {
        if (active) {
            round(); // it has slept
        } else if (shouldRun() && !set.errors().hasFailed()) {
            start();
            round();
        }
    }

    private void start() {
        active = true;
        startNanos = set.nowNanos();
        resetBudget();
        set.trace().report(BcacheEvent.GC_START, 0, 0, 0, 0);
        if (set.buckets().marksAreValid()) {
            set.buckets().startMarking();
            walk.start();
        }
    }

    private void round() {
        if (set.btree().isLocked()) {
            set.btree().awaitUnlock(round);
            return;
        }
        if (set.errors().hasFailed()) {
            active = false;
            return;
        }
        GcWalk.Outcome outcome = walk.round();
        if (outcome == GcWalk.Outcome.REPLACING) {
            return; // the replacement takes the next round up
        }
        walkEnded = outcome == GcWalk.Outcome.DONE;
        if (set.nodeWriter().isIdle()) {
            writesEnded();
        } else {
            set.nodeWriter().awaitIdle(writesEnded);
        }
    }

    private void writesEnded() {
        if (!walkEnded) {
            thread.arm(SLEEP_NANOS);
            return;
        }
        finish();
        moving.start();
    }

    private void finish() {
        resetBudget();
        set.markMetadata();
        set.allocator().gcEnded();
        set.buckets().finishMarking();
        set.buckets().updateInUse();
        walk.finish();
        time.add(startNanos, set.nowNanos());
        runs++;
        set.trace().report(BcacheEvent.GC_END, set.buckets().inUsePercent(), 0, 0, 0);
        set.allocator().wake();
    }

    private void movingEnded() {
        active = false;
        if (shouldRun()) {
            wake();
        }
    }
}
