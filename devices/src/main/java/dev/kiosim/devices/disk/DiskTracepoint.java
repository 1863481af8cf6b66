package dev.kiosim.devices.disk;

import dev.kiosim.trace.TraceLayer;
import dev.kiosim.trace.Tracepoint;
import java.util.List;
import java.util.Locale;

/** What a disk reports: one row each. An access is one or several of the first three. */
public enum DiskTracepoint implements Tracepoint {
    DISK_SEEK(Kind.SLICE, "The arm moves to a track, or another head is chosen."),
    DISK_ROTATE(Kind.SLICE, "The arm waits for the sector to come round."),
    DISK_TRANSFER(Kind.SLICE, "The sectors pass the head."),
    DISK_BUFFER_HIT(
            Kind.EVENT, "A read is served from the disk's buffer.", "device", "sector", "sectors"),
    DISK_WRITE_CACHED(
            Kind.EVENT, "A write goes to the disk's buffer.", "device", "sector", "sectors"),
    DISK_DESTAGE(Kind.EVENT, "Buffered sectors go to the medium.", "device", "sector", "sectors");

    private static final TraceLayer LAYER =
            new TraceLayer(6, "disk", "the mechanics and the buffer of a rotating disk");
    private static final List<String> PHASE =
            List.of("device", "arm", "sector", "starts_ns", "took_ns");

    private final Kind kind;
    private final String text;
    private final List<String> fields;

    DiskTracepoint(Kind kind, String text, String... fields) {
        this.kind = kind;
        this.text = text;
        this.fields = List.of(fields);
    }

    @Override
    public TraceLayer layer() {
        return LAYER;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> fields() {
        return kind == Kind.SLICE ? PHASE : fields;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String track() {
        return "arm";
    }
}
