package dev.kiosim.cli.terminal;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A line that is written over and over while something takes long, and erased at the end. */
public final class ProgressLine implements AutoCloseable {
    /** Short runs show none. */
    private static final long FIRST_AFTER_NANOS = 500_000_000L;

    private static final long EVERY_NANOS = 200_000_000L;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream terminal;
    private final LongSupplier wallClock;
    private final long startedNanos;
    private long nextNanos;
    private boolean isShown;

    /** Makes the text of the line. */
    @FunctionalInterface
    public interface Text {
        /** The text, when {@code elapsedNanos} of real time have passed. */
        String at(long elapsedNanos);
    }

    /** A line on {@code terminal}; {@code wallClock} gives real nanoseconds since any moment. */
    public ProgressLine(PrintStream terminal, LongSupplier wallClock) {
        this.terminal = terminal;
        this.wallClock = wallClock;
        startedNanos = wallClock.getAsLong();
        nextNanos = startedNanos + FIRST_AFTER_NANOS;
    }

    /** Writes the line if it is time to. */
    public void update(Text text) {
        long now = wallClock.getAsLong();
        if (now - nextNanos >= 0) {
            terminal.print(ERASE + text.at(now - startedNanos));
            terminal.flush();
            isShown = true;
            nextNanos = now + EVERY_NANOS;
        }
    }

    /** Makes room for something else on the terminal; the line comes back with the next update. */
    public void erase() {
        if (isShown) {
            terminal.print(ERASE);
            terminal.flush();
            isShown = false;
        }
    }

    @Override
    public void close() {
        erase();
    }
}
