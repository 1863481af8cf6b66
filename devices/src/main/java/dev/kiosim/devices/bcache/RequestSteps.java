package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/** Tells each step of a request to the path that it goes. */
record RequestSteps(ReadPath readPath, WritePath writePath) implements CacheRequest.Steps {
    @Override
    public void lookup(CacheRequest request) {
        readPath.lookup(request);
    }

    @Override
    public void checkKeyInserted(CacheRequest request) {
        readPath.checkKeyInserted(request);
    }

    @Override
    public void cacheReadEnded(CacheRequest request, Bio piece) {
        readPath.cacheReadEnded(request, piece);
    }

    @Override
    public void backingEnded(CacheRequest request, Bio piece) {
        if (request.bio.op == Bio.Op.READ) {
            readPath.backingEnded(request, piece);
        } else {
            writePath.backingEnded(request, piece);
        }
    }

    @Override
    public void hopEnded(CacheRequest request) {
        if (request.bio.op == Bio.Op.FLUSH) {
            writePath.flush(request);
        } else {
            readPath.hopEnded(request);
        }
    }

    @Override
    public void writebackLocked(CacheRequest request) {
        writePath.locked(request);
    }

    @Override
    public void insertEnded(CacheRequest request) {
        if (request.completed) {
            readPath.insertEnded(request);
        } else {
            writePath.insertEnded(request);
        }
    }
}
