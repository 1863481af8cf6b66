package dev.kiosim.devices.scheduler;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Elevator;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.engine.Nullable;

/**
 * First come, first served, with merging: at the back always, at the front never, as noop has no
 * order of sectors.
 *
 * <p>Source: Linux 3.x block/noop-iosched.c; back merges are the elevator core's (elv_rqhash).
 */
public final class NoopElevator implements Elevator {
    /** The word in a scenario. */
    public static final String NAME = "noop";

    private final RequestList fifo = new RequestList();
    private final MergeIndex index = new MergeIndex();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void insert(Request request) {
        fifo.addLast(request);
        index.add(request);
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        Request request = fifo.removeFirst();
        if (request != null) {
            index.remove(request);
        }
        return request;
    }

    @Override
    public boolean isEmpty() {
        return fifo.isEmpty();
    }

    @Override
    public @Nullable Request endingAt(Bio.Op op, long sector) {
        return index.endingAt(op, sector);
    }

    @Override
    public @Nullable Request startingAt(Bio.Op op, long sector) {
        return null;
    }

    @Override
    public void movedFrom(Request request, long oldSector) {
        index.movedFrom(request, oldSector);
    }

    @Override
    public void remove(Request request) {
        fifo.remove(request);
        index.remove(request);
    }
}
