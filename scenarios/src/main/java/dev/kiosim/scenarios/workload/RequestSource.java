package dev.kiosim.scenarios.workload;

/** Gives the requests of one task, one after the other. */
public interface RequestSource {
    /**
     * Fills in the next request.
     *
     * @param nowNanos simulated time, for sources that end by time
     * @return false if there is none: the source has ended
     */
    boolean next(IoRequest request, long nowNanos);

    /** Greatest {@link IoRequest#lengthBytes} it may give: the size of a buffer. */
    int lengthBytesMax();
}
