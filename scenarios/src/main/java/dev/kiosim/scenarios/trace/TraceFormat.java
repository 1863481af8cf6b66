package dev.kiosim.scenarios.trace;

/** A way in which traces are written: one class each. */
public interface TraceFormat {
    /** What a line turned out to be. */
    enum Outcome {
        /** The record is filled in. */
        RECORD,
        /** A comment or empty line. */
        COMMENT,
        /** Understood, but no bio: another event of the same recording. */
        OTHER,
        /** Not understood. */
        BAD
    }

    /** Word in the scenario: {@code format: ftrace}. */
    String name();

    /** One line for the reference page: what it is, and its units. */
    String summary();

    /** Reads the line in {@code bytes[from..to)}, without its line end, into {@code record}. */
    Outcome parse(byte[] bytes, int from, int to, TraceRecord record);
}
