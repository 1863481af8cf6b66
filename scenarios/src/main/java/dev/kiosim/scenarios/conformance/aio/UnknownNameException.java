package dev.kiosim.scenarios.conformance.aio;

/**
 * A step names or wants something that the replayer does not know: the case fails with its text.
 */
final class UnknownNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownNameException(String message) {
        super(message);
    }
}
