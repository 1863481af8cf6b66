package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Timer;

/**
 * Chooses the rate of writeback every few seconds: proportional and integral to how far dirty data
 * are above their target, and without limit when the set is idle. Source: writeback.c,
 * __update_writeback_rate.
 */
final class WritebackController {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long RATE_MAX = NANOS_PER_SECOND;
    private static final long LATE_NANOS = 1_000_000;
    private static final int IDLE_TICKS = 6;
    private static final int SKIPS_MAX = 15;
    private static final int SHARE_SHIFT = 14;
    private static final int FRAGMENT_LOW = 50;
    private static final int FRAGMENT_MID = 57;
    private static final int FRAGMENT_HIGH = 64;
    private static final int FRAGMENT_MIN = 3;

    private final CachedDevice device;
    private final CacheSet set;
    private final WritebackSettings settings;
    private final RateLimiter limiter;
    private final Timer timer;
    private long integral;
    private final ControllerOf2013 of2013 = new ControllerOf2013();
    private int skipped;
    private long lastTarget;
    private long lastProportional;
    private long lastIntegral;
    private long lastChange;

    WritebackController(
            CachedDevice device, CacheSet set, WritebackSettings settings, RateLimiter limiter) {
        this.device = device;
        this.set = set;
        this.settings = settings;
        this.limiter = limiter;
        timer = new Timer(set.engine(), this::tick);
    }

    /** Runs from now on, as long as there are dirty data. */
    void start() {
        if (!timer.isArmed()) {
            timer.arm(settings.updateSeconds * NANOS_PER_SECOND);
        }
    }

    void stop() {
        timer.disarm();
    }

    long integral() {
        return integral;
    }

    /** What the last step found, for {@code writeback_rate_debug}; sectors, sectors a second. */
    long lastTarget() {
        return lastTarget;
    }

    long lastProportional() {
        return lastProportional;
    }

    long lastIntegral() {
        return lastIntegral;
    }

    long lastChange() {
        return lastChange;
    }

    private void tick() {
        if (!device.isAttached() || !device.hasDirty()) {
            return; // started again with the next dirty data
        }
        if (settings.percent != 0 && !goesToMaximum() && mayRead()) {
            update();
        }
        start();
    }

    /**
     * The writeback lock is taken shared, if it can be had at once; every 16th time without asking.
     */
    private boolean mayRead() {
        if (device.writebackLock().tryShared()) {
            device.writebackLock().releaseShared();
            return true;
        }
        skipped++;
        if (skipped <= SKIPS_MAX) {
            return false;
        }
        skipped = 0;
        return true;
    }

    /** An idle set writes back as fast as it can. */
    private boolean goesToMaximum() {
        if (set.version().is2013()
                || !set.settings().idleMaxWritebackRate
                || !set.buckets().marksAreValid()) {
            return false;
        }
        if (set.countIdleTick() < IDLE_TICKS) {
            return false;
        }
        set.setAtMaxWritebackRate(true);
        limiter.setRate(RateLimiter.RATE_MAX);
        integral = 0;
        lastProportional = 0;
        lastIntegral = 0;
        lastChange = 0;
        return true;
    }

    /** One step of the controller. */
    void update() {
        long target = targetSectors();
        if (set.version().is2013()) {
            limiter.setRate(of2013.next(
                    limiter.rate(),
                    device.stripes().total(),
                    target,
                    settings.pTermInverse,
                    set.nowNanos() - limiter.nextNanos()));
            return;
        }
        long error = device.stripes().total() - target;
        long proportional = Math.max(error / settings.pTermInverse, fragmentTerm());
        boolean late = set.nowNanos() >= limiter.nextNanos() + LATE_NANOS;
        if (error < 0 && integral > 0 || error > 0 && !late) {
            integral += error * settings.updateSeconds;
        }
        long rate = Math.min(
                Math.max(proportional + integral / settings.iTermInverse, settings.rateMinimum),
                RATE_MAX);
        lastTarget = target;
        lastProportional = proportional;
        lastIntegral = integral / settings.iTermInverse;
        lastChange = rate - limiter.rate();
        limiter.setRate(rate);
        set.updateGcAfterWriteback();
    }

    /** How much dirty data the controller aims at. */
    long targetSectors() {
        long share = Math.max(
                1,
                device.backing().sectorCount()
                        * (1L << SHARE_SHIFT)
                        / device.backing().sectorCount());
        return set.geometry().writebackTarget(settings.percent) * share >> SHARE_SHIFT;
    }

    /** Fragmented dirty data are written back faster; {@link Long#MIN_VALUE} if they are not. */
    private long fragmentTerm() {
        int inUse = set.buckets().inUsePercent();
        long dirty = device.stripes().total();
        if (!settings.considerFragment || inUse <= FRAGMENT_LOW || dirty <= 0) {
            return Long.MIN_VALUE;
        }
        long term = inUse <= FRAGMENT_MID
                ? settings.fpTermLow * (inUse - FRAGMENT_LOW)
                : inUse <= FRAGMENT_HIGH
                        ? settings.fpTermMid * (inUse - FRAGMENT_MID)
                        : settings.fpTermHigh * (inUse - FRAGMENT_HIGH);
        long dirtyBuckets = (long) set.geometry().bucketCount() - set.buckets().availableCount();
        long fragment = dirtyBuckets * set.geometry().bucketSectors() / dirty;
        return fragment > FRAGMENT_MIN ? dirty / dirtyBuckets * term : Long.MIN_VALUE;
    }
}
