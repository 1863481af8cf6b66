package dev.kiosim.devices.scheduler;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Elevator;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.engine.Nullable;

/**
 * Batches in the order of sectors, reads before writes, none starved: for each direction a sorted
 * list and a FIFO.
 *
 * <pre>
 * batch not used up, and a request follows in the batch's direction  --> that one
 * else reads wait, and writes were not passed over too often         --> a batch of reads
 * else                                                               --> a batch of writes
 * a new batch begins at the FIFO's head if that has expired or no request follows the last one
 * of its direction, else at the follower
 * </pre>
 *
 * One-way: after the highest sector a direction starts from its FIFO's head, not from the lowest
 * sector. Discards count as writes. A direction's follower is looked for by position, as
 * mq-deadline does it (latest_pos); the deadline of 3.x kept a pointer, which a batch of the other
 * direction reset.
 *
 * <p>Source: Linux block/deadline-iosched.c, deadline_dispatch_requests; block/mq-deadline.c,
 * __dd_dispatch_request.
 */
public final class DeadlineElevator implements Elevator {
    /** The word in a scenario. */
    public static final String NAME = "deadline";

    private final DeadlineConfig config;
    private final Direction reads;
    private final Direction writes;
    private final MergeIndex index = new MergeIndex();
    private Direction current;
    private int batchSize;
    private int timesWritesStarved;

    /** One direction's requests, ordered both ways. */
    private static final class Direction {
        private final SortedRequests sorted = new SortedRequests();
        private final RequestList fifo = new RequestList();
        private final long expireNanos;
        /**
         * Where the last dispatched request of this direction began: its follower is looked for
         * from there.
         */
        private long followFrom = Long.MAX_VALUE;

        private Direction(long expireNanos) {
            this.expireNanos = expireNanos;
        }

        private @Nullable Request follower() {
            int at = sorted.firstFrom(followFrom);
            return at < sorted.size() ? sorted.get(at) : null;
        }

        private void remove(Request request) {
            fifo.remove(request);
            sorted.remove(request, request.sector);
        }
    }

    /** An empty elevator. */
    public DeadlineElevator(DeadlineConfig config) {
        this.config = config;
        reads = new Direction(config.readExpireNanos());
        writes = new Direction(config.writeExpireNanos());
        current = reads;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void insert(Request request) {
        Direction direction = directionOf(request);
        request.expiryNanos = request.insertedNanos + direction.expireNanos;
        direction.fifo.addLast(request);
        direction.sorted.add(request);
        index.add(request);
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        if (isEmpty()) {
            return null;
        }
        Request request = continueBatch();
        if (request == null) {
            request = startBatch(chooseDirection(), nowNanos);
        }
        if (request != null) {
            batchSize++;
            current.remove(request);
            current.followFrom = request.sector;
            index.remove(request);
        }
        return request;
    }

    private @Nullable Request continueBatch() {
        return batchSize < config.fifoBatch() ? current.follower() : null;
    }

    private Direction chooseDirection() {
        if (!reads.fifo.isEmpty()
                && (writes.fifo.isEmpty() || timesWritesStarved++ < config.writesStarved())) {
            return reads;
        }
        timesWritesStarved = 0;
        return writes;
    }

    private @Nullable Request startBatch(Direction direction, long nowNanos) {
        current = direction;
        batchSize = 0;
        Request oldest = direction.fifo.first();
        Request follower = direction.follower();
        boolean oldestIsDue = oldest != null && nowNanos >= oldest.expiryNanos;
        return follower == null || oldestIsDue ? oldest : follower;
    }

    @Override
    public boolean isEmpty() {
        return reads.fifo.isEmpty() && writes.fifo.isEmpty();
    }

    @Override
    public @Nullable Request endingAt(Bio.Op op, long sector) {
        return index.endingAt(op, sector);
    }

    @Override
    public @Nullable Request startingAt(Bio.Op op, long sector) {
        return config.mergesAtFront() ? index.startingAt(op, sector) : null;
    }

    @Override
    public void movedFrom(Request request, long oldSector) {
        index.movedFrom(request, oldSector);
        SortedRequests sorted = directionOf(request).sorted;
        sorted.remove(request, oldSector);
        sorted.add(request);
    }

    @Override
    public void remove(Request request) {
        directionOf(request).remove(request);
        index.remove(request);
    }

    @Override
    public void absorbed(Request into, Request absorbed) {
        into.expiryNanos = Math.min(into.expiryNanos, absorbed.expiryNanos);
    }

    private Direction directionOf(Request request) {
        return request.isWrite() ? writes : reads;
    }
}
