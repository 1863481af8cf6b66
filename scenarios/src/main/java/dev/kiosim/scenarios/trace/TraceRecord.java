package dev.kiosim.scenarios.trace;

import dev.kiosim.block.Bio;

/** One bio of a trace; filled in again for each line. */
public final class TraceRecord {
    /** When it was queued, nanoseconds on the trace's own clock. */
    public long timeNanos;
    /** What it does; FLUSH for an empty preflush. */
    public Bio.Op op = Bio.Op.READ;
    /** Flags of {@link Bio}: PREFLUSH, FUA, SYNC, META, RAHEAD, ... */
    public int flags;
    /** First sector. */
    public long sector;
    /** Sectors; 0 for an empty flush. */
    public int sectorCount;
    /** Thread id of the submitter. */
    public int pid;
    /** Where in the line the submitter's name begins, for {@link TraceReader#name}. */
    int nameFrom;
    /** Where the submitter's name ends. */
    int nameTo;
}
