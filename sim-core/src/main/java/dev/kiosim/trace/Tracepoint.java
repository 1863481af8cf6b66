package dev.kiosim.trace;

import java.util.List;

/**
 * A place in the code that reports a fact. Each layer lists its tracepoints in one enum: adding one
 * is one row there, a line on the reference page, and the line that reports it.
 */
public interface Tracepoint {
    /** What a viewer makes of it. */
    enum Kind {
        /** Something happened. */
        EVENT,
        /** The first field says of what, the others are the new values. */
        COUNTER,
        /**
         * Something takes a known time: the first field is the device, the second which of its
         * units, the last two are {@code starts_ns} and {@code took_ns}. Those of one unit follow
         * one another.
         */
        SLICE,
        /** Something begins that takes a time; the first field is the device. */
        BEGIN,
        /** What began last on the same {@link #track} ends. */
        END
    }

    /** The layer it belongs to. */
    TraceLayer layer();

    /** Its name and what its numbers are. */
    TracepointRow row();

    /** Its name, unique in a machine; that of the kernel's tracepoint where there is one. */
    default String label() {
        return row().label();
    }

    /** Names of the numbers of a record. */
    default List<String> fields() {
        return row().fields();
    }

    /** One sentence for the reference page. */
    default String text() {
        return row().text();
    }

    /** What a viewer makes of it. */
    default Kind kind() {
        return row().kind();
    }

    /** What a viewer calls the line on which slices lie: {@code arm}, {@code chip}. */
    default String track() {
        return layer().name();
    }

    /** Which row of its enum. */
    int ordinal();

    /** Its number in a record. */
    default int code() {
        return layer().number() << TraceTable.LAYER_SHIFT | ordinal();
    }
}
