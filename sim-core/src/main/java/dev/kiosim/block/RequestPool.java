package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;

/**
 * The requests of one queue: {@code nr_requests} for reads and as many for everything else, made as
 * they are first needed. A bio that finds none waits here, first come, first served.
 *
 * <p>Source: Linux block/blk-core.c, get_request and get_request_wait; without its batching, which
 * only spreads the wake-ups.
 */
final class RequestPool {
    private static final int READ = 0;
    private static final int WRITE = 1;

    private final int perDirection;
    private final Request[] free;
    private final int[] taken = new int[2];
    private final BioList[] waiting = {new BioList(), new BioList()};
    private int freeCount;

    RequestPool(int perDirection) {
        this.perDirection = perDirection;
        free = new Request[2 * perDirection];
    }

    /** Whether a bio of this operation would have to wait. */
    boolean isFull(Bio.Op op) {
        int direction = direction(op);
        return taken[direction] >= perDirection || !waiting[direction].isEmpty();
    }

    /** Lets {@code bio} wait for a request. */
    void await(Bio bio) {
        waiting[direction(bio.op)].addLast(bio);
    }

    /** How many bios wait. */
    int waitingCount() {
        return waiting[READ].size() + waiting[WRITE].size();
    }

    /** How many requests are taken. */
    int takenCount() {
        return taken[READ] + taken[WRITE];
    }

    /** Takes a request that {@link #isFull} or {@link #nextAdmitted} said to be there. */
    Request take(Bio.Op op) {
        int direction = direction(op);
        if (taken[direction] >= perDirection) {
            throw violated("a request beyond the %d of its direction", perDirection);
        }
        taken[direction]++;
        return freeCount == 0 ? new Request() : free[--freeCount];
    }

    /** Takes back a request that nobody holds any more. */
    void release(Request request) {
        taken[direction(request.op)]--;
        request.firstBio = null;
        request.lastBio = null;
        free[freeCount++] = request;
    }

    /** The waiting bio that may have a request now, out of the line; null if there is none. */
    @Nullable
    Bio nextAdmitted() {
        for (int direction = READ; direction <= WRITE; direction++) {
            if (taken[direction] < perDirection && !waiting[direction].isEmpty()) {
                return waiting[direction].removeFirst();
            }
        }
        return null;
    }

    private static int direction(Bio.Op op) {
        return op == Bio.Op.READ ? READ : WRITE;
    }
}
