package dev.kiosim.devices.scheduler;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Elevator;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.engine.Nullable;

/**
 * Batches in the order of sectors, reads before writes, none starved: for each priority class and
 * direction a sorted list and a FIFO.
 *
 * <pre>
 * of the classes below real-time, one whose turn has not come for prio_aging_expire --> that one
 * else the highest class that has anything: real-time, best-effort (and none), idle; in it:
 *   batch not used up, and a request follows in the batch's direction  --> that one
 *   else reads wait, and writes were not passed over too often         --> a batch of reads
 *   else                                                               --> a batch of writes
 *   a new batch begins at the FIFO's head if that has expired or no request follows the last one
 *   of its direction, else at the follower
 * </pre>
 *
 * One-way: after the highest sector a direction starts from its FIFO's head, not from the lowest
 * sector. Discards count as writes. A direction's follower is looked for by position, as
 * mq-deadline does it (latest_pos); the deadline of 3.x kept a pointer, which a batch of the other
 * direction reset. Batches and the count of passed-over writes are common to all classes; levels
 * within a class mean nothing, as in Linux.
 *
 * <p>Left out: that Linux begins a new batch whenever it looks at an aged class in vain.
 *
 * <p>Source: Linux block/deadline-iosched.c, deadline_dispatch_requests; block/mq-deadline.c of
 * 6.x, dd_dispatch_request, dd_dispatch_prio_aged_requests, __dd_dispatch_request.
 */
public final class DeadlineElevator implements Elevator {
    /** The word in a scenario. */
    public static final String NAME = "deadline";

    private static final int CLASSES = 3; // real-time, best-effort, idle
    private static final int BEST_EFFORT = 1;
    private static final int LEVELS = 8;

    private final DeadlineConfig config;
    private final PriorityClass[] classes = new PriorityClass[CLASSES];
    private final MergeIndex index = new MergeIndex();
    private boolean readsNow = true;
    private int batchSize;
    private int timesWritesStarved;
    private int held;

    /** The requests of one priority class. */
    private static final class PriorityClass {
        private final Direction reads;
        private final Direction writes;

        private PriorityClass(DeadlineConfig config) {
            reads = new Direction(config.readExpireNanos());
            writes = new Direction(config.writeExpireNanos());
        }

        private boolean isEmpty() {
            return reads.fifo.isEmpty() && writes.fifo.isEmpty();
        }

        private Direction direction(boolean isRead) {
            return isRead ? reads : writes;
        }
    }

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
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = new PriorityClass(config);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean goesByPriority() {
        return true;
    }

    @Override
    public void insert(Request request) {
        Direction direction = directionOf(request);
        request.expiryNanos = request.insertedNanos + direction.expireNanos;
        direction.fifo.addLast(request);
        direction.sorted.add(request);
        index.add(request);
        held++;
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        Request aged = held > 1 ? agedRequest(nowNanos) : null;
        if (aged != null) {
            return aged;
        }
        for (PriorityClass one : classes) {
            if (!one.isEmpty()) {
                return dispatch(one, nowNanos);
            }
        }
        return null;
    }

    /** A request that waited too long for classes above its own; null if there is none. */
    private @Nullable Request agedRequest(long nowNanos) {
        int waiting = 0;
        for (PriorityClass one : classes) {
            waiting += one.isEmpty() ? 0 : 1;
        }
        for (int i = BEST_EFFORT; waiting > 1 && i < CLASSES; i++) {
            if (!classes[i].isEmpty() && isAged(classes[i], nowNanos)) {
                return dispatch(classes[i], nowNanos);
            }
        }
        return null;
    }

    /** Whether the request that the class would send came before the ageing began. */
    private boolean isAged(PriorityClass one, long nowNanos) {
        Request first = choice(one, nowNanos);
        Direction direction = one.direction(!first.isWrite());
        long insertedNanos = first.expiryNanos - direction.expireNanos;
        return insertedNanos <= nowNanos - config.prioAgingExpireNanos();
    }

    /** The request that the class would send, which has one. */
    private Request choice(PriorityClass one, long nowNanos) {
        Request following = continued(one);
        if (following != null) {
            return following;
        }
        boolean isRead = prefersReads(one, timesWritesStarved);
        return batchStart(one.direction(isRead), nowNanos);
    }

    private @Nullable Request continued(PriorityClass one) {
        return batchSize < config.fifoBatch() ? one.direction(readsNow).follower() : null;
    }

    private boolean prefersReads(PriorityClass one, int starved) {
        return !one.reads.fifo.isEmpty()
                && (one.writes.fifo.isEmpty() || starved < config.writesStarved());
    }

    private static Request batchStart(Direction direction, long nowNanos) {
        Request oldest = direction.fifo.first();
        if (oldest == null) {
            throw violated("a batch begins where nothing waits");
        }
        Request follower = direction.follower();
        return follower == null || nowNanos >= oldest.expiryNanos ? oldest : follower;
    }

    private Request dispatch(PriorityClass one, long nowNanos) {
        Request request = continued(one);
        if (request == null) {
            readsNow = chooseDirection(one);
            batchSize = 0;
            request = batchStart(one.direction(readsNow), nowNanos);
        }
        batchSize++;
        held--;
        Direction direction = one.direction(readsNow);
        direction.remove(request);
        direction.followFrom = request.sector;
        index.remove(request);
        return request;
    }

    /** Whether the next batch reads; counts how often writes were passed over. */
    private boolean chooseDirection(PriorityClass one) {
        if (!prefersReads(one, timesWritesStarved)) {
            timesWritesStarved = 0;
            return false;
        }
        if (!one.writes.fifo.isEmpty()) {
            timesWritesStarved++;
        }
        return true;
    }

    @Override
    public boolean isEmpty() {
        return held == 0;
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
        held--;
        directionOf(request).remove(request);
        index.remove(request);
    }

    @Override
    public void absorbed(Request into, Request absorbed) {
        into.expiryNanos = Math.min(into.expiryNanos, absorbed.expiryNanos);
    }

    private Direction directionOf(Request request) {
        return classes[classOf(request)].direction(!request.isWrite());
    }

    /** Index of the class: no class is best-effort. Source: ioprio_class_to_prio. */
    private static int classOf(Request request) {
        int priorityClass = request.priority / LEVELS;
        return priorityClass == 0 ? BEST_EFFORT : priorityClass - 1;
    }
}
