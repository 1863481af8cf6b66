package dev.kiosim.cli.trace;

import dev.kiosim.cli.output.ByteText;
import dev.kiosim.cli.output.OutputFailure;
import java.io.IOException;
import java.io.OutputStream;

/** The text of a trace on its way to a file, in blocks. */
final class TraceText {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int LINE_BYTES = 1 << 12;

    private final ByteText text = new ByteText(BLOCK_BYTES + LINE_BYTES);
    private final OutputStream stream;
    private final String streamName;

    /** A text for {@code stream}; messages call it {@code streamName}. */
    TraceText(OutputStream stream, String streamName) {
        this.stream = stream;
        this.streamName = streamName;
    }

    /** Where to append the next lines. */
    ByteText text() {
        return text;
    }

    /** A line is complete: writes a block if there is one. */
    void lineDone() {
        if (text.length() >= BLOCK_BYTES) {
            write();
        }
    }

    /** Writes all there is. */
    void finish() {
        write();
        try {
            stream.flush();
        } catch (IOException e) {
            throw new OutputFailure(streamName, e);
        }
    }

    private void write() {
        try {
            text.drainTo(stream);
        } catch (IOException e) {
            throw new OutputFailure(streamName, e);
        }
    }
}
