package dev.kiosim.devices.disk;

import dev.kiosim.trace.TraceLayer;
import dev.kiosim.trace.Tracepoint;
import dev.kiosim.trace.TracepointRow;

/** What a disk reports: one row each. An access is one or several of the first three. */
public enum DiskTracepoint implements Tracepoint {
    DISK_SEEK(
            Kind.SLICE,
            "The arm moves to a track, or another head is chosen.",
            "device",
            "arm",
            "sector",
            "starts_ns",
            "took_ns"),
    DISK_ROTATE(
            Kind.SLICE,
            "The arm waits for the sector to come round.",
            "device",
            "arm",
            "sector",
            "starts_ns",
            "took_ns"),
    DISK_TRANSFER(
            Kind.SLICE,
            "The sectors pass the head.",
            "device",
            "arm",
            "sector",
            "starts_ns",
            "took_ns"),
    DISK_BUFFER_HIT(
            Kind.EVENT, "A read is served from the disk's buffer.", "device", "sector", "sectors"),
    DISK_WRITE_CACHED(
            Kind.EVENT, "A write goes to the disk's buffer.", "device", "sector", "sectors"),
    DISK_DESTAGE(Kind.EVENT, "Buffered sectors go to the medium.", "device", "sector", "sectors");

    private static final TraceLayer LAYER =
            new TraceLayer(6, "disk", "the mechanics and the buffer of a rotating disk");
    private final TracepointRow row;

    DiskTracepoint(Kind kind, String text, String... fields) {
        row = TracepointRow.of(name(), kind, text, fields);
    }

    @Override
    public TraceLayer layer() {
        return LAYER;
    }

    @Override
    public TracepointRow row() {
        return row;
    }

    @Override
    public String track() {
        return "arm";
    }
}
