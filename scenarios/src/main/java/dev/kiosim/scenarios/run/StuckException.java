package dev.kiosim.scenarios.run;

/**
 * A scenario has come to a state from which nothing can go on: a lost wake-up, a wait for what
 * nobody will do, or a device that comes up no more. What the programs or the devices did, not what
 * the simulator did; the run counts as failed.
 */
public final class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckException(String message) {
        super(message);
    }
}
