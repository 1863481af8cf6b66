package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * {@code writeback_lock}: every write holds it shared until it completes, the writeback thread's
 * scan takes it exclusively. Who waits for exclusive use comes before those who ask later.
 */
final class WritebackLock {
    private final Engine engine;
    private final WaitList sharedWaiting;
    private int shared;
    private boolean exclusive;
    private @Nullable Event exclusiveWaiting;

    WritebackLock(Engine engine) {
        this.engine = engine;
        sharedWaiting = new WaitList(engine);
    }

    /** Takes it shared, unless somebody has it exclusively or waits for that. */
    boolean tryShared() {
        if (exclusive || exclusiveWaiting != null) {
            return false;
        }
        shared++;
        return true;
    }

    /** {@code step} is taken up when it has the lock, shared. */
    void awaitShared(Event step) {
        sharedWaiting.add(step);
    }

    void releaseShared() {
        if (--shared < 0) {
            throw violated("the writeback lock was released more often than taken");
        }
        if (shared == 0 && exclusiveWaiting != null) {
            Event step = exclusiveWaiting;
            exclusiveWaiting = null;
            exclusive = true;
            engine.schedule(0, step);
        }
    }

    /**
     * Takes it exclusively, at once or when all writes in flight have completed: then {@code step}
     * is taken up.
     */
    boolean takeExclusive(Event step) {
        if (shared == 0 && !exclusive) {
            exclusive = true;
            return true;
        }
        exclusiveWaiting = step;
        return false;
    }

    void releaseExclusive() {
        exclusive = false;
        shared += sharedWaiting.size();
        sharedWaiting.wakeAll();
    }

    /** Writes that hold it. */
    int sharedCount() {
        return shared;
    }
}
