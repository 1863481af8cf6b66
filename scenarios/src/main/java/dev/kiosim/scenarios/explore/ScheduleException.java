package dev.kiosim.scenarios.explore;

/** A schedule cannot be read, or does not fit the scenario; the message says where and why. */
public final class ScheduleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScheduleException(String message) {
        super(message);
    }

    ScheduleException(String message, Throwable cause) {
        super(message, cause);
    }
}
