package dev.kiosim.engine;

import static dev.kiosim.engine.InvariantViolation.violated;

/** One alarm that can be set, moved and withdrawn; it waits in the engine's queue at most once. */
public final class Timer implements Event {
    private static final int IDLE = -1;

    private final Engine engine;
    private final Event action;
    private int slot = IDLE;
    private long dueNanos;

    /** A timer that fires {@code action}; it is not set yet. */
    public Timer(Engine engine, Event action) {
        this.engine = engine;
        this.action = action;
    }

    /** Sets the alarm to {@code delayNanos} from now; an earlier setting is withdrawn. */
    public void arm(long delayNanos) {
        disarm();
        slot = engine.enqueue(delayNanos, this);
        dueNanos = engine.nowNanos() + delayNanos;
    }

    /** Withdraws the alarm; nothing happens if it is not set. */
    public void disarm() {
        if (slot != IDLE) {
            engine.cancel(slot);
            slot = IDLE;
        }
    }

    /** Whether the alarm is set. */
    public boolean isArmed() {
        return slot != IDLE;
    }

    /** When it goes off; meaningful only while it is set. */
    public long dueNanos() {
        return dueNanos;
    }

    @Override
    public void fire() {
        if (slot == IDLE) {
            throw violated("a timer fired that is not set, at t=%d ns", engine.nowNanos());
        }
        slot = IDLE;
        action.fire();
    }
}
