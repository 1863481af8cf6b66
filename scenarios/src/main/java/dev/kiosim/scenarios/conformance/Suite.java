package dev.kiosim.scenarios.conformance;

import java.util.List;

/** A kind of recordings, and how they are replayed. */
public interface Suite {
    /** Name for people: {@code aio-v1}. */
    String name();

    /** Whether a folder holds recordings of this kind. */
    boolean recognises(RecordingFolder folder);

    /** The cases of the folder, ready to be replayed one by one, in any order. */
    List<ReplayableCase> open(RecordingFolder folder);

    /** One case. */
    interface ReplayableCase {
        /** Name, unique in the folder. */
        String id();

        /** What it shows. */
        String title();

        /** Replays it on a fresh machine. */
        CaseResult replay();
    }
}
