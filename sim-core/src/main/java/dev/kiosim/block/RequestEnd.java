package dev.kiosim.block;

/** Who is told that a drive is done with a request: handed down with the request. */
@FunctionalInterface
public interface RequestEnd {
    /** The request is done; {@link Request#status} says how. Called from the engine's loop only. */
    void requestEnded(Request request);
}
