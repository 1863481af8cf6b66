package dev.kiosim.ring;

/** Knows how long a record is, from the record itself. */
@FunctionalInterface
public interface RecordLength {
    /** Bytes of the record that starts at {@code position} of {@code ring}. */
    int bytesAt(ByteRing ring, int position);
}
