package dev.kiosim.scenarios.conformance.bcache;

/** A recording has something in it that kiosim does not know; the message names it. */
final class UnreadableRecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableRecordingException(String message) {
        super(message);
    }
}
