package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.ring.ByteRing;

/**
 * How the new ABI behaves at the points where its published prototype went wrong. The methods here
 * are right; {@link V2Prototype} shows the defects. Source: new ABI specification, section 6.
 */
public interface V2Variant {
    /** Returned by {@link #copyOut} if the copy would never end. */
    int ENDLESS = -1;

    /** The new ABI as it should be. */
    V2Variant RIGHT = new V2Variant() {};

    /** The ABI's name, as in {@code --abi}. */
    default String abi() {
        return "v2";
    }

    /** Copies a run of events to user memory; returns the bytes copied, or {@link #ENDLESS}. */
    default int copyOut(ByteRing ring, int position, int bytes, AddressSpace memory, long address) {
        return ring.copyOut(position, bytes, memory, address);
    }

    /** Whether an event carries the returns of its attributes. */
    default boolean copiesReturns() {
        return true;
    }

    /** Whether a new context is tagged as one of the new ABI, so that its completions find it. */
    default boolean tagsContexts() {
        return true;
    }

    /** Whether a push on a completion list is tried again until it succeeds. */
    default boolean pushesAgain() {
        return true;
    }

    /** Whether the result of a context-less iocb is stored. */
    default boolean storesResult() {
        return true;
    }

    /** What io_getevents2 returns if the next event does not fit the caller's buffer. */
    default long bufferTooSmall() {
        return -Errno.EINVAL;
    }

    /** The tail that stands for "locked", if there is one: no position may ever be it. */
    default boolean isLockedTail(int tail) {
        return false;
    }
}
