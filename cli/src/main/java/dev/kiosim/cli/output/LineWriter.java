package dev.kiosim.cli.output;

import dev.kiosim.scenarios.run.Completion;

/** Appends the lines of a completion stream to a text. */
interface LineWriter {
    /** What stands before the first line. */
    void head(ByteText text);

    /** The line of {@code completion}, with its end. */
    void line(ByteText text, Completion completion);
}
