package dev.kiosim.devices.scheduler;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Request;
import dev.kiosim.engine.Nullable;

/** The requests of an elevator by operation and first sector: where merges are looked up. */
final class MergeIndex {
    private static final Bio.Op[] OPS = Bio.Op.values();

    private final SortedRequests[] byOp = new SortedRequests[OPS.length];

    MergeIndex() {
        for (int i = 0; i < byOp.length; i++) {
            byOp[i] = new SortedRequests();
        }
    }

    SortedRequests of(Bio.Op op) {
        return byOp[op.ordinal()];
    }

    void add(Request request) {
        of(request.op).add(request);
    }

    void remove(Request request) {
        of(request.op).remove(request, request.sector);
    }

    void movedFrom(Request request, long oldSector) {
        of(request.op).remove(request, oldSector);
        add(request);
    }

    @Nullable
    Request endingAt(Bio.Op op, long sector) {
        return of(op).endingAt(sector);
    }

    @Nullable
    Request startingAt(Bio.Op op, long sector) {
        return of(op).startingAt(sector);
    }
}
