package dev.kiosim.devices.scheduler;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Elevator;
import dev.kiosim.block.Request;
import dev.kiosim.engine.Nullable;

/**
 * Goes by position alone, from the end of the last dispatched request: the classic disk schedulers
 * of the textbooks, by logical block number, starting upwards from sector 0. Reads and writes are
 * alike; nothing guards against starvation.
 */
public final class PositionElevator implements Elevator {
    /** Which of the waiting requests is next. */
    public enum Policy {
        /**
         * Shortest seek time first: the nearest start, on either side; of two as near the older.
         */
        SSTF("sstf"),
        /** The nearest in the current direction; turns round where nothing is left. */
        LOOK("look"),
        /** The nearest upwards; from the highest back to the lowest. */
        CLOOK("clook");

        private final String word;

        Policy(String word) {
            this.word = word;
        }

        /** The word in a scenario. */
        public String word() {
            return word;
        }
    }

    private final Policy policy;
    private final SortedRequests waiting = new SortedRequests();
    private final MergeIndex index = new MergeIndex();
    private long lastEnd;
    private boolean goesUp = true;

    /** An empty elevator; the head is taken to be at sector 0. */
    public PositionElevator(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return policy.word();
    }

    @Override
    public void insert(Request request) {
        waiting.add(request);
        index.add(request);
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        if (waiting.isEmpty()) {
            return null;
        }
        int above = waiting.firstFrom(lastEnd);
        int choice = switch (policy) {
            case SSTF -> nearest(above);
            case LOOK -> inDirection(above);
            case CLOOK -> above < waiting.size() ? above : 0;
        };
        Request request = waiting.removeAt(choice);
        index.remove(request);
        lastEnd = request.endSector();
        return request;
    }

    private int nearest(int above) {
        if (above == 0) {
            return above;
        }
        int below = oldestLike(above - 1);
        if (above == waiting.size()) {
            return below;
        }
        long distanceUp = waiting.get(above).sector - lastEnd;
        long distanceDown = lastEnd - waiting.get(below).sector;
        if (distanceUp == distanceDown) {
            return waiting.get(below).takenNanos < waiting.get(above).takenNanos ? below : above;
        }
        return distanceUp < distanceDown ? above : below;
    }

    private int inDirection(int above) {
        if (goesUp && above == waiting.size()) {
            goesUp = false;
        } else if (!goesUp && above == 0) {
            goesUp = true;
        }
        return goesUp ? above : oldestLike(above - 1);
    }

    /** The oldest of the requests that begin where the one at {@code index} does. */
    private int oldestLike(int index) {
        return waiting.firstFrom(waiting.get(index).sector);
    }

    @Override
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public @Nullable Request endingAt(Bio.Op op, long sector) {
        return index.endingAt(op, sector);
    }

    @Override
    public @Nullable Request startingAt(Bio.Op op, long sector) {
        return index.startingAt(op, sector);
    }

    @Override
    public void movedFrom(Request request, long oldSector) {
        index.movedFrom(request, oldSector);
        waiting.remove(request, oldSector);
        waiting.add(request);
    }

    @Override
    public void remove(Request request) {
        index.remove(request);
        waiting.remove(request, request.sector);
    }
}
