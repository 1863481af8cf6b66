package dev.kiosim.cli.output;

import java.io.IOException;

/** Something could not be written: the reader has closed its pipe, or the disk is full. */
public final class OutputFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String streamName;
    private final String reason;

    /** {@code streamName} is the file as the user named it, or standard output. */
    public OutputFailure(String streamName, IOException cause) {
        super(streamName + " cannot be written: " + cause.getMessage(), cause);
        this.streamName = streamName;
        String message = cause.getMessage();
        reason = message == null ? "" : message;
    }

    /** What could not be written. */
    public String streamName() {
        return streamName;
    }

    /** Why, in the operating system's words. */
    public String reason() {
        return reason;
    }
}
