package dev.kiosim.block;

import dev.kiosim.engine.Nullable;

/**
 * An IO scheduler: holds the requests that the drive has no room for, and says which goes next. It
 * never sees flush sequences, which the queue keeps apart.
 *
 * <p>Source: Linux include/linux/elevator.h, struct elevator_ops, reduced to what this queue needs.
 */
public interface Elevator {
    /** The word that selects it in a scenario. */
    String name();

    /** Whether the priority class of a request has a say in when it goes. */
    default boolean goesByPriority() {
        return false;
    }

    /** Takes a request. */
    void insert(Request request);

    /**
     * Removes and returns the request to dispatch at {@code nowNanos}; null only if it holds none.
     */
    @Nullable
    Request next(long nowNanos);

    /** Whether it holds no request. */
    boolean isEmpty();

    /**
     * A held request of that kind that ends at {@code sector}, for a merge at its back; null if
     * there is none.
     */
    @Nullable
    Request endingAt(Bio.Op op, long sector);

    /**
     * A held request of that kind that begins at {@code sector}, for a merge at its front; null if
     * there is none, or if this elevator does not merge at the front.
     */
    @Nullable
    Request startingAt(Bio.Op op, long sector);

    /**
     * A held request has grown at the front: it began at {@code oldSector} when it was last seen.
     */
    void movedFrom(Request request, long oldSector);

    /** Gives up a held request that was merged into another. */
    void remove(Request request);

    /** {@code absorbed}, removed already, is now part of {@code into}, which is held. */
    default void absorbed(Request into, Request absorbed) {}
}
