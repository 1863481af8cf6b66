package dev.kiosim.block;

import dev.kiosim.engine.Nullable;

/**
 * Decides what may merge: the same operation and priority, adjoining sectors, within the limits;
 * never anything with PREFLUSH or FUA.
 *
 * <p>Source: Linux block/blk-merge.c, blk_rq_merge_ok, ll_back_merge_fn, ll_front_merge_fn.
 */
final class RequestMerger {
    private static final int NEVER_MERGED = Bio.PREFLUSH | Bio.FUA;

    private final QueueLimits limits;

    RequestMerger(QueueLimits limits) {
        this.limits = limits;
    }

    /** Whether {@code bio} may hang on the back of {@code request}. */
    boolean fitsBehind(@Nullable Request request, Bio bio) {
        return request != null && request.endSector() == bio.sector && fits(request, bio);
    }

    /** Whether {@code bio} may hang on the front of {@code request}. */
    boolean fitsBefore(@Nullable Request request, Bio bio) {
        return request != null && bio.endSector() == request.sector && fits(request, bio);
    }

    /** Whether all of {@code later} may hang on the back of {@code request}. */
    boolean fitsBehind(@Nullable Request request, @Nullable Request later) {
        return request != null
                && later != null
                && request != later
                && request.endSector() == later.sector
                && request.op == later.op
                && request.priority == later.priority
                && ((request.flags | later.flags) & NEVER_MERGED) == 0
                && isWithin(request, later.sectorCount, later.segmentCount);
    }

    private boolean fits(Request request, Bio bio) {
        return request.op == bio.op
                && request.priority == Request.priorityOf(bio)
                && (request.flags & NEVER_MERGED) == 0
                && isWithin(request, bio.sectorCount, QueueLimits.segmentsOf(bio));
    }

    private boolean isWithin(Request request, int moreSectors, int moreSegments) {
        return request.sectorCount + moreSectors <= limits.requestSectorsMax()
                && request.segmentCount + moreSegments <= limits.segmentsMax();
    }
}
