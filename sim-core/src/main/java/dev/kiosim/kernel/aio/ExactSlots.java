package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.function.LongConsumer;

/**
 * Slots as Linux 3.4 counted them: exactly {@code nr - 1}, for all CPUs alike. Head is read at each
 * submit, so reaping in user space frees slots at once. Source: Linux 3.4 fs/aio.c, aio_ring_avail
 * and kiocb_batch_refill.
 */
final class ExactSlots implements Slots {
    private final int nr;
    private int inFlight;

    /** All slots of a ring of {@code nr} are free. */
    ExactSlots(int nr) {
        this.nr = nr;
    }

    @Override
    public boolean take(int cpu, int head, int tail) {
        int free = Integer.remainderUnsigned(head, nr) + nr - 1 - tail;
        if (free % nr - inFlight <= 0) {
            return false;
        }
        inFlight++;
        return true;
    }

    @Override
    public void giveBack(int cpu) {
        inFlight--;
    }

    @Override
    public void completed(int cpu, int head, int tail) {
        inFlight--;
    }

    @Override
    public void state(LongConsumer to) {
        to.accept(inFlight);
    }

    @Override
    public void checkInvariants(int inFlightNow) {
        if (inFlight != inFlightNow) {
            throw violated("%d slots are taken by %d requests", inFlight, inFlightNow);
        }
    }
}
