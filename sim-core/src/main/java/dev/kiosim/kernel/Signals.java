package dev.kiosim.kernel;

/**
 * The signals of one task, as far as they matter to IO: pending and blocked sets, and waking a
 * sleeper. Handlers are counted, not run; what they would do is the program's business.
 */
public final class Signals {
    /** Write on a pipe without readers. */
    public static final int SIGPIPE = 13;
    /** Timer. */
    public static final int SIGALRM = 14;
    /** Over a file size limit. */
    public static final int SIGXFSZ = 25;

    private final Task task;
    private long pending;
    private long blocked;
    private long handled;

    Signals(Task task) {
        this.task = task;
    }

    /** Sends signal {@code number}, 1 to 64. */
    public void raise(int number) {
        pending |= bit(number);
        if (isPending()) {
            task.interrupt();
        }
    }

    /**
     * Whether an unblocked signal waits: an interruptible sleep ends with -EINTR or a short count.
     */
    public boolean isPending() {
        return (pending & ~blocked) != 0;
    }

    /** The blocked set: bit n - 1 for signal n. */
    public long blocked() {
        return blocked;
    }

    /**
     * Replaces the blocked set (sigprocmask); a signal that becomes deliverable is noticed at once.
     */
    public void block(long mask) {
        blocked = mask;
    }

    /** How many signals were handled. */
    public long handled() {
        return handled;
    }

    /** On the way back to user space: handlers run, pending unblocked signals are gone. */
    void deliver() {
        long deliverable = pending & ~blocked;
        if (deliverable != 0) {
            handled += Long.bitCount(deliverable);
            pending &= blocked;
        }
    }

    private static long bit(int number) {
        return 1L << (number - 1);
    }
}
