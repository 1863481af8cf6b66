package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Timer;

/**
 * The thread that brings dirty data to the backing device: it collects up to 500 dirty keys, writes
 * them back in passes of neighbours, at the controller's rate, and rests after each scan of the
 * whole index. Source: writeback.c, bch_writeback_thread and read_dirty.
 *
 * <pre>
 * SLEEPING --dirty data--> LOCKING --scanned--> PASSING --issued--> DRAINING --> LOCKING
 *    ^                        | nothing to do     | ^ rate            | whole index
 *    '------------------------'                   '-'                 '-> RESTING --> LOCKING
 * </pre>
 */
final class WritebackThread {
    private static final int PASS_SECTORS_MAX = 5000;
    private static final int IN_FLIGHT_MAX = 64;
    /** 3.10: delays up to this are skipped before a neighbour. */
    private static final long SHORT_NANOS = 50_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private enum Phase {
        SLEEPING,
        LOCKING,
        PASSING,
        DRAINING,
        RESTING,
        ENDED
    }

    private final CachedDevice device;
    private final CacheSet set;
    private final WritebackSettings settings;
    private final RateLimiter limiter;
    private final Keybuf keybuf;
    private final DirtyScan scan;
    private final Event locked = this::locked;
    private final Timer timer;
    private final DirtyIo[] free = new DirtyIo[IN_FLIGHT_MAX];
    private final int[] passKeys;
    private final boolean is2013;
    private int freeCount;
    private Phase phase = Phase.SLEEPING;
    private boolean searchedFullIndex;
    private int nextKey = Keybuf.NONE;
    private int passCount;
    private int passIssued;
    private long passSectors;
    private int sequence;
    private int sequenceNext;
    private final WaitList orderingWait;

    WritebackThread(
            CachedDevice device, CacheSet set, WritebackSettings settings, RateLimiter limiter) {
        this.device = device;
        this.set = set;
        this.settings = settings;
        this.limiter = limiter;
        is2013 = set.version().is2013();
        passKeys = new int[set.version().passKeys()];
        keybuf = device.keybuf();
        scan = new DirtyScan(device, set);
        timer = new Timer(set.engine(), this::timeIsUp);
        orderingWait = new WaitList(set.engine());
        while (freeCount < IN_FLIGHT_MAX) {
            free[freeCount++] = new DirtyIo(device, set, this);
        }
    }

    /** There may be something to do: dirty data, or a changed switch. 3.10 rests first. */
    void wake() {
        if (phase == Phase.SLEEPING && is2013 && !device.isDetaching()) {
            rest();
        } else if (phase == Phase.SLEEPING || phase == Phase.RESTING && device.isDetaching()) {
            phase = Phase.LOCKING;
            timer.arm(set.wakeNanos());
        }
    }

    /** The device is attached again: as at first. */
    void restart() {
        phase = Phase.SLEEPING;
        keybuf.lastScanned = device.position(0);
    }

    boolean isAsleep() {
        return phase == Phase.SLEEPING;
    }

    private void timeIsUp() {
        switch (phase) {
            case LOCKING -> lock();
            case RESTING -> restIsOver();
            case PASSING -> passAgain();
            case SLEEPING, DRAINING, ENDED ->
                throw violated("the writeback thread woke up in %s", phase);
        }
    }

    private void lock() {
        phase = Phase.LOCKING;
        if (device.writebackLock().takeExclusive(locked)) {
            locked();
        }
    }

    private void locked() {
        if (set.btree().isLocked()) {
            set.btree().awaitUnlock(locked);
            return;
        }
        if (set.errors().hasFailed()) {
            device.writebackLock().releaseExclusive();
            phase = Phase.ENDED;
            return;
        }
        if (!device.isDetaching() && (!device.hasDirty() || !settings.running)) {
            device.writebackLock().releaseExclusive();
            phase = Phase.SLEEPING;
            return;
        }
        searchedFullIndex = scan.refill(keybuf);
        if (searchedFullIndex && keybuf.isEmpty()) {
            device.becameClean();
            if (device.isDetaching()) {
                phase = Phase.ENDED;
                device.writebackLock().releaseExclusive();
                device.finishDetach();
                return;
            }
        }
        device.writebackLock().releaseExclusive();
        readDirty();
    }

    /** Writes back everything in the keybuf. */
    private void readDirty() {
        phase = Phase.PASSING;
        sequence = 0;
        sequenceNext = 0;
        nextKey = keybuf.next();
        startPass();
    }

    /** Gathers up to five neighbours, then reads them. */
    private void startPass() {
        if (nextKey == Keybuf.NONE || set.errors().hasFailed()) {
            drain();
            return;
        }
        passCount = 0;
        passIssued = 0;
        passSectors = 0;
        do {
            boolean contiguous =
                    passCount == 0 || keybuf.end(passKeys[passCount - 1]) == keybuf.start(nextKey);
            if (passCount == passKeys.length || passSectors >= PASS_SECTORS_MAX || !contiguous) {
                break;
            }
            passSectors += Bkey.size(keybuf.value(nextKey));
            passKeys[passCount++] = nextKey;
            nextKey = keybuf.next();
        } while (nextKey != Keybuf.NONE);
        issue();
    }

    private void issue() {
        while (passIssued < passCount && freeCount > 0) {
            int slot = passKeys[passIssued++];
            free[--freeCount].start(slot, sequence++);
        }
        if (passIssued == passCount) {
            pace(passSectors);
        }
    }

    private void passAgain() {
        if (is2013) {
            startPass();
        } else {
            pace(0);
        }
    }

    private void pace(long sectors) {
        long delay = delayNanos(sectors);
        if (delay > 0 && !set.errors().hasFailed() && !skipsDelay(delay)) {
            timer.arm(delay);
        } else {
            startPass();
        }
    }

    private boolean skipsDelay(long delay) {
        return is2013
                && delay <= SHORT_NANOS
                && nextKey != Keybuf.NONE
                && keybuf.start(nextKey) == keybuf.end(passKeys[passCount - 1]);
    }

    private long delayNanos(long sectors) {
        if (device.isDetaching() || settings.percent == 0) {
            return 0;
        }
        return is2013
                ? limiter.delayNanosIn2013(sectors, set.nowNanos())
                : limiter.delayNanos(sectors, set.nowNanos());
    }

    private void drain() {
        phase = Phase.DRAINING;
        if (freeCount == IN_FLIGHT_MAX) {
            drained();
        }
    }

    private void drained() {
        if (!searchedFullIndex) {
            lock();
            return;
        }
        rest();
    }

    private void rest() {
        phase = Phase.RESTING;
        timer.arm(device.isDetaching() ? set.hopNanos() : settings.delaySeconds * NANOS_PER_SECOND);
    }

    private void restIsOver() {
        limiter.reset(set.nowNanos());
        lock();
    }

    /**
     * Whether it is the turn of that write; else {@code step} is taken up when the turn has moved
     * on. 3.10 keeps no order.
     */
    boolean isTurnOf(int ofSequence, Event step) {
        if (!is2013 && ofSequence != sequenceNext) {
            orderingWait.add(step);
            return false;
        }
        return true;
    }

    /** A write has been issued: the next may go. */
    void turnIsOver() {
        sequenceNext++;
        orderingWait.wakeAll(set.hopNanos());
    }

    /** A key has been written back, or not. */
    void ended(DirtyIo io, int slot) {
        keybuf.delete(slot);
        free[freeCount++] = io;
        if (passIssued < passCount) {
            issue();
        } else if (phase == Phase.DRAINING && freeCount == IN_FLIGHT_MAX) {
            drained();
        }
    }
}
