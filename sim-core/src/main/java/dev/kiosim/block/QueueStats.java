package dev.kiosim.block;

/**
 * The counters of a request queue, as iostat and /proc/diskstats have them, for reads, writes,
 * discards, flushes.
 */
final class QueueStats {
    private static final int KINDS = Bio.Op.values().length;
    private static final String[] NAMES = {"reads", "writes", "flushes", "discards"};
    private static final String[] SECTOR_NAMES = {
        "sectors_read", "sectors_written", "", "sectors_discarded"
    };
    private static final String[] TIME_NAMES = {"read_us", "write_us", "flush_us", "discard_us"};

    private final long[] requests = new long[KINDS];
    private final long[] merges = new long[KINDS];
    private final long[] sectors = new long[KINDS];
    private final long[] nanos = new long[KINDS];
    private int inFlight;
    private int inFlightPeak;
    private long busySinceNanos;
    private long busyNanos;
    private long bioErrors;
    private long bioWaits;

    void taken(long nowNanos) {
        if (inFlight++ == 0) {
            busySinceNanos = nowNanos;
        }
        inFlightPeak = Math.max(inFlightPeak, inFlight);
    }

    void merged(Bio.Op op) {
        merges[op.ordinal()]++;
    }

    /** A request became part of another. */
    void absorbed(Bio.Op op) {
        merges[op.ordinal()]++;
        inFlight--;
    }

    void ended(Request request, long nowNanos) {
        int kind = request.op.ordinal();
        requests[kind]++;
        sectors[kind] += request.sectorCount;
        nanos[kind] += nowNanos - request.takenNanos;
        if (--inFlight == 0) {
            busyNanos += nowNanos - busySinceNanos;
        }
    }

    void bioFailed() {
        bioErrors++;
    }

    void bioWaited() {
        bioWaits++;
    }

    int inFlight() {
        return inFlight;
    }

    void report(StatSink sink, long nowNanos) {
        for (int kind = 0; kind < KINDS; kind++) {
            sink.stat(NAMES[kind], requests[kind]);
            if (kind != Bio.Op.FLUSH.ordinal()) {
                sink.stat(NAMES[kind] + "_merged", merges[kind]);
                sink.stat(SECTOR_NAMES[kind], sectors[kind]);
            }
            sink.stat(TIME_NAMES[kind], nanos[kind] / 1000);
        }
        sink.stat("in_flight", inFlight);
        sink.stat("in_flight_peak", inFlightPeak);
        sink.stat(
                "busy_us",
                (inFlight > 0 ? busyNanos + nowNanos - busySinceNanos : busyNanos) / 1000);
        sink.stat("bio_errors", bioErrors);
        sink.stat("bio_waits", bioWaits);
    }
}
