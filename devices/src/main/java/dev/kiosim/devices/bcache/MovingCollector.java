package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;

/**
 * Moves data out of buckets that are nearly empty, after garbage collection, so that whole buckets
 * become free; off by default ({@code copy_gc_enabled}). Source: movinggc.c.
 */
final class MovingCollector {
    private static final int IN_FLIGHT_MAX = 64;

    private final CacheSet set;
    private final Event ended;
    private final Keybuf keybuf;
    private final KeyScan scan;
    private final MovingIo[] free = new MovingIo[IN_FLIGHT_MAX];
    private final Event readMoving = this::readMoving;
    private int freeCount;
    private boolean enabled;
    private boolean active;

    /** {@code ended} is fired when all that was picked has been moved, or if nothing is moved. */
    MovingCollector(CacheSet set, Event ended) {
        this.set = set;
        this.ended = ended;
        keybuf = new Keybuf(set.version().keybufKeys());
        scan = new KeyScan(set, value -> set.buckets().isMoving(bucketOf(value)));
    }

    private int bucketOf(long value) {
        return set.geometry().bucketOf(Bkey.cacheSector(value));
    }

    boolean isEnabled() {
        return enabled;
    }

    void setEnabled(boolean on) {
        enabled = on;
    }

    /** Keys that are about to be moved: a write takes those in its way out. */
    Keybuf keybuf() {
        return keybuf;
    }

    /** Picks buckets and begins to move what is in them. */
    void start() {
        if (!enabled || active) {
            ended.fire();
            return;
        }
        while (freeCount < IN_FLIGHT_MAX) {
            free[freeCount++] = new MovingIo(set, this);
        }
        Geometry geometry = set.geometry();
        int room = geometry.bucketSectors() * set.allocator().freeCount(Reserve.MOVINGGC);
        set.buckets().pickForMoving(geometry.heapSize(), room);
        keybuf.lastScanned = 0;
        active = true;
        readMoving();
    }

    /** Reads as long as there are keys and no more than 64 in flight. */
    private void readMoving() {
        if (set.btree().isLocked()) {
            set.btree().awaitUnlock(readMoving);
            return;
        }
        while (freeCount > 0) {
            int slot = nextKey();
            if (slot == Keybuf.NONE) {
                break;
            }
            long value = keybuf.value(slot);
            if (set.buckets().isStale(value)) {
                keybuf.delete(slot);
            } else {
                free[--freeCount].start(slot, keybuf.end(slot), value);
            }
        }
        if (freeCount == IN_FLIGHT_MAX && active) {
            active = false;
            ended.fire();
        }
    }

    private int nextKey() {
        int slot = keybuf.next();
        while (slot == Keybuf.NONE && keybuf.lastScanned < Bkey.POSITION_MAX && !keybuf.isFull()) {
            scan.fill(keybuf, Bkey.POSITION_MAX);
            slot = keybuf.next();
        }
        return slot;
    }

    /** A key has been moved, or not. */
    void ended(MovingIo io, int slot) {
        keybuf.delete(slot);
        free[freeCount++] = io;
        readMoving();
    }
}
