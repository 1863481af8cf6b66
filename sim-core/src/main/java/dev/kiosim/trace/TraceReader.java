package dev.kiosim.trace;

/** Whoever reads the records of a machine, as they leave the buffers. */
public interface TraceReader {
    /** Nobody reads. */
    TraceReader NONE = new TraceReader() {
        @Override
        public void begin(TraceNames names) {}

        @Override
        public void read(TraceRecord at) {}
    };

    /** The machine stands, and nothing has happened yet. */
    void begin(TraceNames names);

    /**
     * Takes one record, in the order in which they were written, whatever the CPU; {@code at} is
     * used again for the next.
     */
    void read(TraceRecord at);
}
