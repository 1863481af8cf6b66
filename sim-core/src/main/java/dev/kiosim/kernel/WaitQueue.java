package dev.kiosim.kernel;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * Waiters in the order in which they are woken: the newest first, since waiters are added at the
 * front. Source: Linux kernel/sched/wait.c, add_wait_queue and __wake_up_common.
 */
public final class WaitQueue {
    private Waiter[] waiters = new Waiter[4]; // oldest first; woken from the end
    private int count;

    /** Adds a waiter; it is woken before those that came earlier. */
    public void add(Waiter waiter) {
        if (waiter.isWaiting()) {
            throw violated("%s waits twice", waiter);
        }
        if (count == waiters.length) {
            waiters = Arrays.copyOf(waiters, count * 2);
        }
        waiter.position = count;
        waiters[count++] = waiter;
    }

    /** Takes a waiter off; nothing happens if it does not wait. */
    public void remove(Waiter waiter) {
        int at = waiter.position;
        if (at < 0) {
            return;
        }
        if (at >= count || waiters[at] != waiter) {
            throw violated("%s waits on another queue", waiter);
        }
        count--;
        for (int i = at; i < count; i++) {
            waiters[i] = waiters[i + 1];
            waiters[i].position = i;
        }
        waiter.position = -1;
    }

    /** Wakes all who wait now, newest first; each may take itself off, but not others. */
    public void wakeAll(long key) {
        for (int i = count - 1; i >= 0; i--) {
            if (i < count) {
                waiters[i].woken(key);
            }
        }
    }

    /** Wakes the one who waits longest. */
    public void wakeOldest(long key) {
        if (count > 0) {
            waiters[0].woken(key);
        }
    }

    /** Whether {@code waiter} waits here. */
    public boolean holds(Waiter waiter) {
        int at = waiter.position;
        return at >= 0 && at < count && waiters[at] == waiter;
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many wait. */
    public int size() {
        return count;
    }
}
