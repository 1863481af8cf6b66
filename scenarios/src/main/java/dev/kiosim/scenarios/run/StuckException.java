package dev.kiosim.scenarios.run;

/**
 * The programs of a scenario have come to a state from which nothing can go on: a lost wake-up, or
 * a wait for what nobody will do. What the programs did, not what the simulator did; the run counts
 * as failed.
 */
public final class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckException(String message) {
        super(message);
    }
}
