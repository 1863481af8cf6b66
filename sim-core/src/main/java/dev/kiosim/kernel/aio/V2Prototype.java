package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;
import dev.kiosim.ring.ByteRing;

/**
 * The published prototype of the new ABI, with any of its defects. Its author called it definitely
 * broken; each defect is worth a lesson. Source: new ABI specification, section 6.
 */
public final class V2Prototype implements V2Variant {
    /** One defect of the prototype. */
    public enum Defect {
        /** At the start of the data area, the next piece to copy is 0 bytes long. */
        P1,
        /** Attribute returns are never copied into the event. */
        P2,
        /** A new context keeps the tag of the classic ABI. */
        P3,
        /** The push on a completion list is tried once. */
        P4,
        /** The context-less path stores no result. */
        P5,
        /** A buffer too small for the next event gives 0 and no error. */
        P6,
        /** The tail 2^32-1 is also its lock. */
        P7
    }

    private static final int LOCKED_TAIL = -1;
    /** Turns without progress before it is called a livelock. Assumed. */
    private static final int TURNS_MAX = 1_000;

    private final Defect[] defects;

    /** A prototype with some of its defects. */
    public V2Prototype(Defect... defects) {
        this.defects = defects.clone();
    }

    /** The prototype as it was. */
    public static V2Prototype asPublished() {
        return new V2Prototype(Defect.values());
    }

    /** Whether it has {@code defect}. */
    public boolean has(Defect defect) {
        for (Defect each : defects) {
            if (each == defect) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String abi() {
        return "v2-prototype";
    }

    /** Piece by piece: each should reach to the end of the data area. */
    @Override
    public int copyOut(ByteRing ring, int position, int bytes, AddressSpace memory, long address) {
        int mask = ring.ringBytes() - 1;
        int done = 0;
        int turns = 0;
        while (done < bytes) {
            int untilEnd = ring.ringBytes() - (position + done & mask);
            int piece = Math.min(bytes - done, has(Defect.P1) ? untilEnd & mask : untilEnd);
            if (piece == 0 && ++turns == TURNS_MAX) {
                return ENDLESS;
            }
            int copied = ring.copyOut(position + done, piece, memory, address + done);
            done += copied;
            if (copied < piece) {
                break;
            }
        }
        return done;
    }

    @Override
    public boolean copiesReturns() {
        return !has(Defect.P2);
    }

    @Override
    public boolean tagsContexts() {
        return !has(Defect.P3);
    }

    @Override
    public boolean pushesAgain() {
        return !has(Defect.P4);
    }

    @Override
    public boolean storesResult() {
        return !has(Defect.P5);
    }

    @Override
    public long bufferTooSmall() {
        return has(Defect.P6) ? 0 : V2Variant.super.bufferTooSmall();
    }

    @Override
    public boolean isLockedTail(int tail) {
        return has(Defect.P7) && tail == LOCKED_TAIL;
    }
}
