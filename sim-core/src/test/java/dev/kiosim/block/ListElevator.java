package dev.kiosim.block;

import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.List;

/** First come, first served, with merging at both ends, the plain way. */
final class ListElevator implements Elevator {
    private final List<Request> requests = new ArrayList<>();

    @Override
    public String name() {
        return "list";
    }

    @Override
    public void insert(Request request) {
        requests.add(request);
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        return requests.isEmpty() ? null : requests.remove(0);
    }

    @Override
    public boolean isEmpty() {
        return requests.isEmpty();
    }

    @Override
    public @Nullable Request endingAt(Bio.Op op, long sector) {
        return requests.stream()
                .filter(request -> request.op == op && request.endSector() == sector)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable Request startingAt(Bio.Op op, long sector) {
        return requests.stream()
                .filter(request -> request.op == op && request.sector == sector)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void movedFrom(Request request, long oldSector) {}

    @Override
    public void remove(Request request) {
        requests.remove(request);
    }
}
