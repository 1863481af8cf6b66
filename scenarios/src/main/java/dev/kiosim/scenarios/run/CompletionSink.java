package dev.kiosim.scenarios.run;

/** Takes the completion stream, one completion after the other. */
@FunctionalInterface
public interface CompletionSink {
    /** Takes nothing. */
    CompletionSink NONE = completion -> {};

    /** A completion; the object is used again for the next one. */
    void accept(Completion completion);
}
