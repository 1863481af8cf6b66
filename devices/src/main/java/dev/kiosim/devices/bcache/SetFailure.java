package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * The end of a cache set whose device has failed: all IO of the set is disabled, its threads end,
 * and when the last request has ended the backing device goes on alone, or is stopped. Source:
 * super.c, bch_cache_set_error, __cache_set_unregister, cached_dev_detach_finish and
 * cache_set_free.
 *
 * <pre>
 * RUNNING --error--> DISABLED --work queue--> DETACHING --no request, no thread--> DETACHED
 *            '-- errors: panic --> the machine stands still     GONE <--no IO in flight--'
 * </pre>
 */
final class SetFailure {
    private enum Phase {
        RUNNING,
        DISABLED,
        DETACHING,
        DETACHED,
        GONE
    }

    /** The device that is attached to the set. */
    interface Attached {
        /** The set is about to go: it is detached, and stopped if it has to be. */
        void setFailed();

        /** Whether no request and no thread of it uses the set any more. */
        boolean isDone();

        /** The set is not there for it any more. */
        void leaveFailedSet();

        /** The set is gone. */
        void failedSetIsGone();
    }

    private final CacheSet set;
    private final KernelLog log;
    private final String uuid;
    private final Event unregister = this::unregister;
    private final Event goOn = this::goOn;
    private @Nullable Attached attached;
    private Phase phase = Phase.RUNNING;
    private boolean ioDisabled;
    private boolean panics;
    private boolean goesOn;

    SetFailure(CacheSet set, KernelLog log, String uuid) {
        this.set = set;
        this.log = log;
        this.uuid = uuid;
    }

    /** Whose life depends on the set. */
    void watch(Attached device) {
        attached = device;
    }

    /** {@code errors}: whether a failing set is to take the machine down. */
    boolean panics() {
        return panics;
    }

    void setPanics(boolean on) {
        panics = on;
    }

    /** {@code internal/io_disable}: whether all IO of the set fails. */
    boolean isIoDisabled() {
        return ioDisabled;
    }

    /** Sets that, which does not make the set fail; its IO will, before long. */
    void setIoDisabled(boolean on) {
        ioDisabled = on || phase != Phase.RUNNING;
    }

    /** Whether the set has failed: its threads end, and nobody waits for it any more. */
    boolean hasBegun() {
        return phase != Phase.RUNNING;
    }

    /** Whether nothing is left of the set. */
    boolean isOver() {
        return phase == Phase.GONE;
    }

    /** Whether the set is on its way out, and the machine with it goes on. */
    boolean isUnregistering() {
        return hasBegun() && !(phase == Phase.DISABLED && panics);
    }

    /** The set can go on no more, because of {@code message}. */
    void begin(String message) {
        if (hasBegun()) {
            return;
        }
        if (ioDisabled) {
            log.say("bch_cache_set_error() CACHE_SET_IO_DISABLE already set");
        }
        ioDisabled = true;
        log.say("bch_cache_set_error() error on " + uuid + ": " + message + ", disabling caching");
        phase = Phase.DISABLED;
        if (panics) {
            set.engine()
                    .halt("Kernel panic - not syncing: panic forced after error (bcache, "
                            + message.strip() + ")");
            return;
        }
        set.engine().schedule(set.hopNanos(), unregister);
    }

    private void unregister() {
        phase = Phase.DETACHING;
        set.endWaits();
        Attached device = attached;
        if (device != null) {
            device.setFailed();
        }
        mayGoOn();
    }

    /** A request, a thread or an IO has ended: the next step may be due. */
    void mayGoOn() {
        if (!goesOn && isStepDue()) {
            goesOn = true;
            set.engine().schedule(set.hopNanos(), goOn);
        }
    }

    private boolean isStepDue() {
        Attached device = attached;
        return switch (phase) {
            case RUNNING, DISABLED, GONE -> false;
            case DETACHING -> device == null || device.isDone();
            case DETACHED -> set.iosInFlight() == 0;
        };
    }

    private void goOn() {
        goesOn = false;
        if (!isStepDue()) {
            return; // something has begun meanwhile
        }
        Attached device = attached;
        if (phase == Phase.DETACHING) {
            phase = Phase.DETACHED;
            if (device != null) {
                device.leaveFailedSet();
            }
            mayGoOn();
        } else {
            phase = Phase.GONE;
            set.shutDown();
            log.say("cache_set_free() Cache set " + uuid + " unregistered");
            if (device != null) {
                device.failedSetIsGone();
            }
        }
    }
}
