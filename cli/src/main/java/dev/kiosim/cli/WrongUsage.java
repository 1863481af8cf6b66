package dev.kiosim.cli;

/** The user asked for what cannot be: a message for the user, exit code 2. */
final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongUsage(String message) {
        super(message);
    }
}
