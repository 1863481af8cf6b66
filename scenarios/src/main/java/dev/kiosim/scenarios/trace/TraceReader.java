package dev.kiosim.scenarios.trace;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Streams the records of a trace, plain or gzip; nothing is kept but the line at hand. */
public final class TraceReader implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;

    private final InputStream stream;
    private final TraceFormat format;
    private final BadLine badLine;
    private final TraceRecord record = new TraceRecord();
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int lineFrom;
    private int lineTo;
    private int filled;
    private boolean atEnd;
    private long lines;
    private long records;
    private long comments;
    private long others;
    private long bad;

    /** Hears of a line that the format does not understand. */
    @FunctionalInterface
    public interface BadLine {
        /** Line {@code number} (from 1) reads {@code text}. */
        void report(long number, String text);
    }

    /** Reads {@code raw}, which is closed with this reader. */
    public TraceReader(InputStream raw, TraceFormat format, BadLine badLine) throws IOException {
        stream = unzipped(raw);
        this.format = format;
        this.badLine = badLine;
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        buffered.mark(2);
        boolean isGzip = buffered.read() == GZIP_MAGIC_0 && buffered.read() == GZIP_MAGIC_1;
        buffered.reset();
        return isGzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }

    /** The next record, valid until the next call; false at the end. */
    public boolean next() throws IOException {
        while (nextLine()) {
            lines++;
            switch (format.parse(buffer, lineFrom, lineTo, record)) {
                case RECORD -> {
                    records++;
                    return true;
                }
                case COMMENT -> comments++;
                case OTHER -> others++;
                case BAD -> {
                    bad++;
                    badLine.report(lines, text(lineFrom, lineTo));
                }
            }
        }
        return false;
    }

    /** The record that {@link #next} has filled in. */
    public TraceRecord record() {
        return record;
    }

    /**
     * Name of the record's submitter, {@code postgres-4264}; makes a String, so to be called once
     * per submitter.
     */
    public String name() {
        return text(record.nameFrom, record.nameTo);
    }

    /** Lines read so far. */
    public long lines() {
        return lines;
    }

    /** Lines that were bios. */
    public long records() {
        return records;
    }

    /** Comments and empty lines. */
    public long comments() {
        return comments;
    }

    /** Lines understood but of no use to a replay. */
    public long others() {
        return others;
    }

    /** Lines not understood. */
    public long bad() {
        return bad;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** Finds the next line: {@code buffer[lineFrom..lineTo)}; false at the end of the stream. */
    private boolean nextLine() throws IOException {
        int from = lines == 0 ? 0 : Math.min(lineTo + 1, filled);
        int scan = from;
        while (true) {
            while (scan < filled && buffer[scan] != '\n') {
                scan++;
            }
            if (scan < filled || atEnd) {
                lineFrom = from;
                lineTo = scan;
                return scan < filled || scan > from;
            }
            scan -= from;
            fill(from);
            from = 0;
        }
    }

    /** Moves the unfinished line to the front and reads on behind it. */
    private void fill(int from) throws IOException {
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= from;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, filled * 2);
        }
        int read = stream.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            atEnd = true;
        } else {
            filled += read;
        }
    }
}
