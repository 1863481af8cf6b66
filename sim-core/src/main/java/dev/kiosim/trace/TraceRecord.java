package dev.kiosim.trace;

import dev.kiosim.engine.Nullable;
import dev.kiosim.ring.ByteRing;
import java.util.List;

/**
 * One record in a buffer: 24 bytes, then its fields, 8 bytes each, all little endian.
 *
 * <pre>
 * offset size type field     meaning
 *      0    8 u64  time      nanoseconds since the start
 *      8    4 u32  task      id of the task whose code ran, 0 if none
 *     12    2 u16  bytes     length of this record
 *     14    2 u16  code      which tracepoint
 *     16    8 u64  sequence  number of the record in the machine, from 0
 *     24    8n     fields    as the tracepoint's row names them
 * </pre>
 *
 * A view: it is pointed at one record after the other. The layout is ours.
 */
public final class TraceRecord {
    /** Bytes before the fields. */
    static final int HEADER_BYTES = 24;

    private static final int TAG_OFFSET = 8;
    private static final int SEQUENCE_OFFSET = 16;
    private static final int BYTES_SHIFT = 32;
    private static final int CODE_SHIFT = 48;
    private static final long TASK_MASK = 0xffff_ffffL;
    private static final int U16_MASK = 0xffff;

    private final TraceTable table;
    private @Nullable ByteRing ring;
    private int position;
    private int cpu;
    private long tag;

    TraceRecord(TraceTable table) {
        this.table = table;
    }

    /** Writes the header of a record of {@code bytes} at {@code position}. */
    static void putHeader(
            ByteRing ring, int position, int bytes, long nanos, int task, int code, long sequence) {
        long tag = task & TASK_MASK | (long) bytes << BYTES_SHIFT | (long) code << CODE_SHIFT;
        ring.putLong(position, nanos);
        ring.putLong(position + TAG_OFFSET, tag);
        ring.putLong(position + SEQUENCE_OFFSET, sequence);
    }

    /** Length of the record at {@code position}. */
    static int bytesAt(ByteRing ring, int position) {
        return (int) (ring.getLong(position + TAG_OFFSET) >>> BYTES_SHIFT) & U16_MASK;
    }

    /** Sequence number of the record at {@code position}. */
    static long sequenceAt(ByteRing ring, int position) {
        return ring.getLong(position + SEQUENCE_OFFSET);
    }

    TraceRecord wrap(ByteRing newRing, int newPosition, int newCpu) {
        ring = newRing;
        position = newPosition;
        cpu = newCpu;
        tag = newRing.getLong(newPosition + TAG_OFFSET);
        return this;
    }

    private long word(int offset) {
        ByteRing from = ring;
        if (from == null) {
            throw new IllegalStateException("no record yet");
        }
        return from.getLong(position + offset);
    }

    /** When it was written. */
    public long nanos() {
        return word(0);
    }

    /** The CPU in whose buffer it is. */
    public int cpu() {
        return cpu;
    }

    /** Id of the task whose code ran, 0 if none. */
    public int task() {
        return (int) tag;
    }

    /** Number of the record in the machine, from 0; a gap means lost records. */
    public long sequence() {
        return word(SEQUENCE_OFFSET);
    }

    /** Which tracepoint. */
    public Tracepoint point() {
        return table.find((int) (tag >>> CODE_SHIFT));
    }

    /** How many fields it has. */
    public int fieldCount() {
        int bytes = (int) (tag >>> BYTES_SHIFT) & U16_MASK;
        return (bytes - HEADER_BYTES) / Long.BYTES;
    }

    /** Field {@code index}, from 0, as the tracepoint's row names it. */
    public long field(int index) {
        if (index < 0 || index >= fieldCount()) {
            throw new IndexOutOfBoundsException(point().label() + " has no field " + index);
        }
        return word(HEADER_BYTES + index * Long.BYTES);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(nanos()).append(" [").append(cpu).append("] ").append(task());
        text.append(' ').append(point().label());
        List<String> names = point().fields();
        for (int i = 0; i < fieldCount(); i++) {
            text.append(' ').append(names.get(i)).append('=').append(field(i));
        }
        return text.toString();
    }
}
