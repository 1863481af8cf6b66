package dev.kiosim.devices.scheduler;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Request;
import dev.kiosim.engine.Nullable;
import java.util.Arrays;

/**
 * Requests ordered by first sector, equals in the order in which they came: two parallel arrays and
 * binary search, since a queue holds a few hundred at most.
 */
final class SortedRequests {
    private long[] sectors = new long[32];
    private Request[] requests = new Request[32];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    Request get(int index) {
        return requests[index];
    }

    void add(Request request) {
        if (size == requests.length) {
            sectors = Arrays.copyOf(sectors, size * 2);
            requests = Arrays.copyOf(requests, size * 2);
        }
        int at = firstFrom(request.sector + 1);
        System.arraycopy(sectors, at, sectors, at + 1, size - at);
        System.arraycopy(requests, at, requests, at + 1, size - at);
        sectors[at] = request.sector;
        requests[at] = request;
        size++;
    }

    /** Removes a request that was added, or last moved, at {@code sector}. */
    void remove(Request request, long sector) {
        int at = firstFrom(sector);
        while (at < size && requests[at] != request) {
            at++;
        }
        if (at == size) {
            throw violated("%s is not among the sorted requests", request);
        }
        removeAt(at);
    }

    Request removeAt(int index) {
        Request request = requests[index];
        size--;
        System.arraycopy(sectors, index + 1, sectors, index, size - index);
        System.arraycopy(requests, index + 1, requests, index, size - index);
        return request;
    }

    /**
     * Index of the first request that begins at {@code sector} or later; {@link #size} if there is
     * none.
     */
    int firstFrom(long sector) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sectors[middle] < sector) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The request that begins at {@code sector}, the oldest of several; null if there is none. */
    @Nullable
    Request startingAt(long sector) {
        int at = firstFrom(sector);
        return at < size && sectors[at] == sector ? requests[at] : null;
    }

    /** The last request that begins before {@code sector}, if it ends there; null if not. */
    @Nullable
    Request endingAt(long sector) {
        int at = firstFrom(sector) - 1;
        return at >= 0 && requests[at].endSector() == sector ? requests[at] : null;
    }
}
