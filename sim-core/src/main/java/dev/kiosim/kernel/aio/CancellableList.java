package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;

/** Requests of a context that can be cancelled, oldest first. Source: Linux kioctx.active_reqs. */
final class CancellableList {
    private @Nullable AioKiocb oldest;
    private @Nullable AioKiocb newest;

    void add(AioKiocb request) {
        AioKiocb before = newest;
        request.olderActive = before;
        request.newerActive = null;
        if (before == null) {
            oldest = request;
        } else {
            before.newerActive = request;
        }
        newest = request;
    }

    /** Takes {@code request} off, which is on the list. */
    void remove(AioKiocb request) {
        AioKiocb older = request.olderActive;
        AioKiocb newer = request.newerActive;
        if (older == null) {
            oldest = newer;
        } else {
            older.newerActive = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.olderActive = older;
        }
        request.olderActive = null;
        request.newerActive = null;
    }

    @Nullable
    AioKiocb oldest() {
        return oldest;
    }

    /** The oldest request whose iocb lies at {@code userIocb}, or null. */
    @Nullable
    AioKiocb find(long userIocb) {
        AioKiocb request = oldest;
        while (request != null && request.userIocb != userIocb) {
            request = request.newerActive;
        }
        return request;
    }
}
