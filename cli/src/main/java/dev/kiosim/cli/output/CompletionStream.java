package dev.kiosim.cli.output;

import dev.kiosim.scenarios.run.Completion;
import dev.kiosim.scenarios.run.CompletionSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes the completions of a run to a stream, in blocks. */
public final class CompletionStream implements CompletionSink {
    private static final int BLOCK_BYTES = 1 << 16;
    /** Room for a line behind a full block, so that the text hardly ever grows. */
    private static final int LINE_BYTES = 1 << 12;

    private final ByteText text = new ByteText(BLOCK_BYTES + LINE_BYTES);
    private final LineWriter writer;
    private final OutputStream stream;
    private final String streamName;

    /**
     * A stream that begins with the format's head.
     *
     * @param fieldNames the fields of a line; those that the format chooses if empty
     * @param streamName what a message calls {@code stream}
     */
    public CompletionStream(
            String formatName, List<String> fieldNames, OutputStream stream, String streamName) {
        writer = OutputFormats.writer(formatName, fieldNames);
        this.stream = stream;
        this.streamName = streamName;
        writer.head(text);
    }

    @Override
    public void accept(Completion completion) {
        writer.line(text, completion);
        if (text.length() >= BLOCK_BYTES) {
            drain();
        }
    }

    /** Writes what is left. */
    public void finish() {
        drain();
        try {
            stream.flush();
        } catch (IOException e) {
            throw new OutputFailure(streamName, e);
        }
    }

    private void drain() {
        try {
            text.drainTo(stream);
        } catch (IOException e) {
            throw new OutputFailure(streamName, e);
        }
    }
}
