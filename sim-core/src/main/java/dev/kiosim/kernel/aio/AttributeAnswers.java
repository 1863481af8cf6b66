package dev.kiosim.kernel.aio;

import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.vfs.Kiocb;

/**
 * One method for each attribute: the answer, read from the receipt and the findings that the layers
 * left in the request. A layer that was not on the way left nothing: not handled.
 */
final class AttributeAnswers {
    private static final int NOT_HANDLED = -Errno.EOPNOTSUPP;

    private AttributeAnswers() {}

    /** The block layer accounted the IO to the task that was named. */
    static int accounted(AioKiocb request, int index) {
        return request.io.reachedBlockLayer ? 0 : NOT_HANDLED;
    }

    /** A scheduler went by the priority. */
    static int priorityTaken(AioKiocb request, int index) {
        return request.io.priorityApplied ? 0 : NOT_HANDLED;
    }

    /** Service is the time in the device; queue is all the rest since submission. */
    static int ioTime(AioKiocb request, int index) {
        long totalNanos = request.totalNanos();
        long serviceNanos = request.io.deviceNanos;
        request.attributes.setReturn(index, totalNanos - serviceNanos, serviceNanos, totalNanos);
        return 0;
    }

    static int cacheResult(AioKiocb request, int index) {
        Kiocb io = request.io;
        if (io.cacheState == CacheState.NONE) {
            return NOT_HANDLED;
        }
        request.attributes.setReturn(
                index,
                words(io.cacheState.code(), io.cacheHitSectors),
                words(io.cacheInsertedSectors, io.cacheDirty ? 1 : 0),
                0);
        return 0;
    }

    static int pageCacheResult(AioKiocb request, int index) {
        Kiocb io = request.io;
        if (!io.reachedPageCache) {
            return NOT_HANDLED;
        }
        request.attributes.setReturn(
                index, words(io.pagesHit, io.pagesMissed), words(io.pagesReadAhead, 0), 0);
        return 0;
    }

    static int cacheHint(AioKiocb request, int index) {
        long hint = request.attributes.requestWord(index, 0);
        if ((request.io.hintsApplied & AttributeRequests.hintBits(hint)) == 0) {
            return NOT_HANDLED;
        }
        request.attributes.setReturn(index, hint, 0, 0);
        return 0;
    }

    static int checksum(AioKiocb request, int index) {
        return NOT_HANDLED;
    }

    static int devicePath(AioKiocb request, int index) {
        if (request.io.deviceBits == 0) {
            return NOT_HANDLED;
        }
        request.attributes.setReturn(index, request.io.deviceBits, 0, 0);
        return 0;
    }

    /** Two numbers of 4 bytes in one word, the first one at the lower address. */
    private static long words(int first, int second) {
        return (first & 0xffffffffL) | (long) second << Integer.SIZE;
    }
}
