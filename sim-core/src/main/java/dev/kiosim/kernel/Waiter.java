package dev.kiosim.kernel;

/** Somebody on a {@link WaitQueue}. A waiter stands on at most one queue, at most once. */
public abstract class Waiter {
    /** Position on its queue, kept by {@link WaitQueue}; -1 while it waits nowhere. */
    int position = -1;

    /**
     * The queue is woken with {@code key}: a poll mask, or whatever the queue's kind says; 0 means
     * no key. A waiter that is satisfied takes itself off with {@link WaitQueue#remove}.
     */
    public abstract void woken(long key);

    /** Whether it stands on a queue. */
    public final boolean isWaiting() {
        return position >= 0;
    }
}
