package dev.kiosim.kernel.vfs;

import dev.kiosim.memory.AddressSpace;
import java.util.Arrays;

/**
 * The user buffers of one request: segments of (address, length), and how far they have been used.
 * Source: Linux include/linux/uio.h, struct iov_iter.
 */
public final class IovIter {
    private long[] bases = new long[1];
    private long[] lengths = new long[1];
    private int count;
    private int segment;
    private long inSegment;
    private long remainingBytes;

    /** Empties it. */
    public void clear() {
        count = 0;
        segment = 0;
        inSegment = 0;
        remainingBytes = 0;
    }

    /** Appends a segment; ranges are checked by the caller. */
    public void add(long base, long bytes) {
        if (count == bases.length) {
            bases = Arrays.copyOf(bases, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        bases[count] = base;
        lengths[count++] = bytes;
        remainingBytes += bytes;
    }

    /** Cuts what remains to at most {@code bytes}. */
    public void truncate(long bytes) {
        remainingBytes = Math.min(remainingBytes, bytes);
    }

    /** Bytes not used yet. */
    public long remainingBytes() {
        return remainingBytes;
    }

    /** How many segments there are, used ones included. */
    public int segmentCount() {
        return count;
    }

    /** Address of segment {@code index}. */
    public long base(int index) {
        return bases[index];
    }

    /** Bytes of segment {@code index}. */
    public long length(int index) {
        return lengths[index];
    }

    /** The address of the next byte to be used; meaningful only while bytes remain. */
    public long address() {
        skipUsed();
        return bases[segment] + inSegment;
    }

    /** Bytes that follow {@link #address} without a gap, at most {@link #remainingBytes}. */
    public long contiguousBytes() {
        if (remainingBytes == 0) {
            return 0;
        }
        skipUsed();
        return Math.min(lengths[segment] - inSegment, remainingBytes);
    }

    /** Goes on by {@code bytes}, at most {@link #remainingBytes}. */
    public void advance(long bytes) {
        long left = bytes;
        remainingBytes -= bytes;
        while (left > 0) {
            skipUsed();
            long step = Math.min(left, lengths[segment] - inSegment);
            inSegment += step;
            left -= step;
        }
    }

    private void skipUsed() {
        while (segment < count - 1 && inSegment == lengths[segment]) {
            segment++;
            inSegment = 0;
        }
    }

    /**
     * Copies {@code source} into the buffers and advances; returns the bytes copied, fewer if a
     * page faults.
     */
    public int copyTo(AddressSpace memory, byte[] source, int from, int bytes) {
        int done = 0;
        while (done < bytes && remainingBytes > 0) {
            int piece = (int) Math.min(bytes - done, contiguousBytes());
            int copied = memory.copyTo(address(), source, from + done, piece);
            advance(copied);
            done += copied;
            if (copied < piece) {
                break;
            }
        }
        return done;
    }

    /** Copies from the buffers into {@code target} and advances; returns the bytes copied. */
    public int copyFrom(AddressSpace memory, byte[] target, int from, int bytes) {
        int done = 0;
        while (done < bytes && remainingBytes > 0) {
            int piece = (int) Math.min(bytes - done, contiguousBytes());
            int copied = memory.copyFrom(address(), target, from + done, piece);
            advance(copied);
            done += copied;
            if (copied < piece) {
                break;
            }
        }
        return done;
    }
}
