package dev.kiosim.kernel;

/**
 * The signals of one task, as far as they matter to IO: pending and blocked sets, and waking a
 * sleeper. Handlers are counted, not run; what they would do is the program's business.
 */
public final class Signals {
    /** Ends the task; nothing blocks it. */
    static final int SIGKILL = 9;
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
    private long savedMask;
    private boolean maskIsTemporary;

    Signals(Task task) {
        this.task = task;
    }

    /** Sends signal {@code number}, 1 to 64. */
    public void raise(int number) {
        if ((task.home().ignoredSignals() & bit(number)) != 0) {
            return;
        }
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

    /** Whether signal {@code number} is in the blocked set. */
    public boolean isBlocked(int number) {
        return (blocked & bit(number)) != 0;
    }

    /** The process ignores signal {@code number} from now on (SIG_IGN). */
    public void ignore(int number) {
        task.home().setIgnoredSignals(task.home().ignoredSignals() | bit(number));
        pending &= ~bit(number);
    }

    /** The process handles signal {@code number} again. */
    public void handle(int number) {
        task.home().setIgnoredSignals(task.home().ignoredSignals() & ~bit(number));
    }

    /** Replaces the blocked set for one system call, as io_pgetevents does. */
    public void blockForCall(long mask) {
        savedMask = blocked;
        maskIsTemporary = true;
        blocked = mask;
    }

    /**
     * Ends the replacement, unless a signal interrupted the call: then its handler runs first,
     * under the temporary set. Source: Linux restore_saved_sigmask_unless.
     */
    public void restoreMaskUnless(boolean interrupted) {
        if (maskIsTemporary && !interrupted) {
            maskIsTemporary = false;
            blocked = savedMask;
        }
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
        restoreMaskUnless(false);
    }

    /** The blocked set and the count of a user context move to the task that takes it over. */
    void takeOver(Signals other) {
        blocked = other.blocked;
        savedMask = other.savedMask;
        maskIsTemporary = other.maskIsTemporary;
        handled = other.handled;
        other.maskIsTemporary = false;
    }

    /** Signals that wait for the two tasks change places with their tids. */
    void exchangePending(Signals other) {
        long mine = pending;
        pending = other.pending;
        other.pending = mine;
    }

    private static long bit(int number) {
        return 1L << (number - 1);
    }
}
