package dev.kiosim.engine;

import java.util.Locale;

/**
 * The simulator caught itself in the wrong: a fact that its design promises does not hold. Never
 * thrown for what a user or a simulated program did. The command line ends with exit code 3 and
 * prints how to repeat the run.
 */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private InvariantViolation(String message) {
        super(message);
    }

    /**
     * Formats the message (Locale.ROOT) only when something is broken: {@code if (broken) throw
     * violated(...)}.
     */
    public static InvariantViolation violated(String format, @Nullable Object... args) {
        return new InvariantViolation(String.format(Locale.ROOT, format, args));
    }
}
