package dev.kiosim.devices.ssd;

import dev.kiosim.trace.TraceLayer;
import dev.kiosim.trace.Tracepoint;
import dev.kiosim.trace.TracepointRow;

/** What a solid-state drive reports: one row each. */
public enum SsdTracepoint implements Tracepoint {
    FLASH_READ(Kind.SLICE, "A chip reads pages.", "device", "chip", "page", "starts_ns", "took_ns"),
    FLASH_PROGRAM(
            Kind.SLICE,
            "A chip takes in a page and programs it.",
            "device",
            "chip",
            "page",
            "starts_ns",
            "took_ns"),
    FLASH_ERASE(
            Kind.SLICE,
            "A chip moves valid pages and erases their blocks: garbage collection.",
            "device",
            "chip",
            "starts_ns",
            "took_ns"),
    FLASH_TRANSFER(
            Kind.SLICE,
            "Data and commands go over a channel.",
            "device",
            "channel",
            "page",
            "starts_ns",
            "took_ns"),
    FLASH_COLLECT(
            Kind.EVENT,
            "A write makes a garbage collection necessary.",
            "device",
            "page",
            "moved_pages",
            "erased_blocks");

    private static final TraceLayer LAYER =
            new TraceLayer(7, "ssd", "the flash chips and channels of a solid-state drive");

    private final TracepointRow row;

    SsdTracepoint(Kind kind, String text, String... fields) {
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
        return this == FLASH_TRANSFER ? "channel" : "chip";
    }
}
