package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The requests of one context by id, at most {@link #COUNT_MAX}: in flight or waiting for room in
 * the ring. The id that became free last is given out next.
 */
final class RequestIds {
    /** Most requests of a context. Source: new ABI specification, section 3, io_setup2. */
    static final int COUNT_MAX = 4096;

    private AioKiocb[] byId = new AioKiocb[64];
    private int[] freeIds = new int[64];
    private int freeCount;
    private int given;

    /** Whether all ids are in use. */
    boolean isFull() {
        return count() == COUNT_MAX;
    }

    /** How many are in use. */
    int count() {
        return given - freeCount;
    }

    /** Gives {@code request} an id. */
    void add(AioKiocb request) {
        int id = freeCount > 0 ? freeIds[--freeCount] : given++;
        if (id == byId.length) {
            byId = Arrays.copyOf(byId, id * 2);
            freeIds = Arrays.copyOf(freeIds, id * 2);
        }
        byId[id] = request;
        request.id = id;
    }

    void remove(AioKiocb request) {
        byId[request.id] = null;
        freeIds[freeCount++] = request.id;
    }

    /** Tells which ids are free, and in which order they will be given out. */
    void state(LongConsumer to) {
        to.accept(given);
        for (int i = 0; i < freeCount; i++) {
            to.accept(freeIds[i]);
        }
    }

    /** The request of that id, or null. */
    @Nullable
    AioKiocb find(int id) {
        return id >= 0 && id < given ? byId[id] : null;
    }

    /** One more than the greatest id in use. */
    int bound() {
        return given;
    }
}
