package dev.kiosim.cli.terminal;

/**
 * Hears of Ctrl-C, and keeps the JVM from ending until whoever works has told how far it came. The
 * JVM then ends with the exit code of the signal: 130 for Ctrl-C.
 */
public final class Interruption implements AutoCloseable {
    /** Longer than this nobody waits for the last words. Assumed. */
    private static final long PATIENCE_MILLIS = 3_000;

    private final Thread hook = new Thread(this::interrupted, "interruption");
    private final Thread worker = Thread.currentThread();
    private volatile boolean isInterrupted;

    /** Begins to listen. */
    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether somebody wants an end of it. */
    public boolean isInterrupted() {
        return isInterrupted;
    }

    private void interrupted() {
        isInterrupted = true;
        try {
            worker.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens no longer. */
    @Override
    public void close() {
        if (!isInterrupted) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyEnding) {
                isInterrupted = true;
            }
        }
    }
}
