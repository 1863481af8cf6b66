package dev.kiosim.kernel.aio;

import java.util.function.LongConsumer;

/** Free slots of a ring: how many requests may be in flight or unreaped. */
interface Slots {
    /** Takes a slot for code that runs on {@code cpu}; false if none can be had. */
    boolean take(int cpu, int head, int tail);

    /** A request that had a slot was refused. */
    void giveBack(int cpu);

    /** A request has completed into the ring, whose head (as stored) and tail are as given. */
    void completed(int cpu, int head, int tail);

    /** Tells where the slots are. */
    void state(LongConsumer to);

    /** Throws if slots were lost or made, given the requests in flight. */
    void checkInvariants(int inFlight);
}
