package dev.kiosim.ring;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;

/**
 * A ring of records of varying length, with free-running positions, in pages that user space may
 * map. The package describes the layout.
 *
 * <p>Writing is {@link #reserve}, {@link #putLong} for each word, and, when a run of records is
 * through, one {@link #publish}. Reading is {@link #head} and {@link #tail}, {@link #getLong} or
 * {@link #copyOut}, then {@link #moveHead}. Positions are unsigned 32-bit numbers in an
 * {@code int}; compare only their differences.
 */
public final class ByteRing {
    /** Positions and lengths of records are multiples of this. */
    public static final int ALIGNMENT_BYTES = 8;

    private static final int ALIGNMENT_MASK = ALIGNMENT_BYTES - 1;

    private final Pages pages;
    private final int ringBytes;
    private final int mask;
    private final WhenFull whenFull;
    private final RecordLength recordLength;
    private int tail; // trusted; the header's is a copy for readers
    private int publishedTail;
    private int trustedHead; // the last head that made sense
    private int recordStart;
    private int flags; // trusted, as tail

    /**
     * A ring in {@code pages}, empty.
     *
     * @param ringBytes size of the data area, a power of two from 8 to 2^30; the pages must hold
     *     {@link #pagesFor} it
     * @param recordLength how long a record is; asked only by a ring that overwrites
     */
    public ByteRing(
            Pages pages,
            int magic,
            int version,
            int ringBytes,
            WhenFull whenFull,
            RecordLength recordLength) {
        if (Integer.bitCount(ringBytes) != 1 || ringBytes < ALIGNMENT_BYTES) {
            throw violated("a ring of %d bytes: not a power of two from 8", ringBytes);
        }
        this.pages = pages;
        this.ringBytes = ringBytes;
        this.whenFull = whenFull;
        this.recordLength = recordLength;
        mask = ringBytes - 1;
        pages.putInt(RingHeader.MAGIC_OFFSET, magic);
        pages.putInt(RingHeader.VERSION_OFFSET, version);
        pages.putInt(RingHeader.RING_BYTES_OFFSET, ringBytes);
    }

    /** How many pages hold the header and {@code ringBytes} of data. */
    public static int pagesFor(int ringBytes) {
        return AddressSpace.pagesFor((long) RingHeader.SIZE_BYTES + ringBytes);
    }

    /** Where an empty ring begins to count; tests start shortly before the wrap at 2^32. */
    public void startAt(int position) {
        checkAligned(position);
        if (tail != trustedHead) {
            throw violated("a ring with %d bytes of records starts anew", tail - trustedHead);
        }
        tail = position;
        trustedHead = position;
        pages.putInt(RingHeader.HEAD_OFFSET, position);
        publish();
    }

    /** Size of the data area. */
    public int ringBytes() {
        return ringBytes;
    }

    // Writing

    /**
     * Makes room for a record of {@code bytes}, which starts at {@link #recordStart}; its words
     * must be put before the next {@link #publish}. False if there is no room, or never will be.
     */
    public boolean reserve(int bytes) {
        checkAligned(bytes);
        if (bytes > roomBytes() && !makeRoom(bytes)) {
            return false;
        }
        recordStart = tail;
        tail += bytes;
        return true;
    }

    /** Position of the record that was reserved last. */
    public int recordStart() {
        return recordStart;
    }

    /** Bytes free at the moment. */
    public int roomBytes() {
        return ringBytes - (tail - head());
    }

    private boolean makeRoom(int bytes) {
        if (whenFull == WhenFull.REFUSE || bytes > ringBytes) {
            return false;
        }
        while (bytes > roomBytes()) {
            pages.putInt(RingHeader.HEAD_OFFSET, head() + recordLength.bytesAt(this, head()));
            countOverflow();
        }
        return true;
    }

    /** Counts a record that found no room, or was lost to make some. */
    public void countOverflow() {
        pages.putInt(RingHeader.OVERFLOW_COUNT_OFFSET, overflowCount() + 1);
    }

    /** How many were counted, modulo 2^32. */
    public int overflowCount() {
        return pages.getInt(RingHeader.OVERFLOW_COUNT_OFFSET);
    }

    /** Sets the header's flags. */
    public void setFlags(int newFlags) {
        flags = newFlags;
        pages.putInt(RingHeader.FLAGS_OFFSET, newFlags);
    }

    /** The flags that were set, whatever user space has made of those in the header. */
    public int flags() {
        return flags;
    }

    /** Sets the header's features. */
    public void setFeatures(int features) {
        pages.putInt(RingHeader.FEATURES_OFFSET, features);
    }

    /** Stores a word of a record; {@code position} is a multiple of 8. */
    public void putLong(int position, long value) {
        pages.putLong(RingHeader.SIZE_BYTES + (position & mask), value);
    }

    /**
     * Shows the records written so far to readers. Pairs with a reader's load of tail (acquire): on
     * a machine with weaker ordering the records must be visible before the tail, or a reader would
     * copy bytes of the lap before. Head is not moved here; only readers move it.
     */
    public void publish() {
        if (Integer.compareUnsigned(tail - trustedHead, ringBytes) > 0) {
            throw violated("%d bytes in a ring of %d", usedBytes(), ringBytes);
        }
        publishedTail = tail;
        pages.putInt(RingHeader.TAIL_OFFSET, tail);
    }

    // Reading

    /**
     * Position of the oldest record. User space may have moved it; if to where no record can be, it
     * is put back.
     */
    public int head() {
        int head = pages.getInt(RingHeader.HEAD_OFFSET);
        boolean isBetween = Integer.compareUnsigned(head - trustedHead, tail - trustedHead) <= 0;
        if (isBetween && (head & ALIGNMENT_MASK) == 0) {
            trustedHead = head;
        } else {
            pages.putInt(RingHeader.HEAD_OFFSET, trustedHead);
        }
        return trustedHead;
    }

    /** Position behind the newest record that was published. */
    public int tail() {
        return publishedTail;
    }

    /** Whether no record waits that was published. */
    public boolean isEmpty() {
        return head() == publishedTail;
    }

    /** The word at {@code position}, a multiple of 8. */
    public long getLong(int position) {
        return pages.getLong(RingHeader.SIZE_BYTES + (position & mask));
    }

    /**
     * Copies {@code bytes} from {@code position} to user memory, in two pieces if they straddle the
     * end. Returns the bytes copied, fewer if the user's page cannot be written.
     */
    public int copyOut(int position, int bytes, AddressSpace memory, long address) {
        int done = 0;
        while (done < bytes) {
            int at = (position + done) & mask;
            int piece = Math.min(bytes - done, ringBytes - at);
            int copied = memory.copyTo(address + done, pages, RingHeader.SIZE_BYTES + at, piece);
            done += copied;
            if (copied < piece) {
                break;
            }
        }
        return done;
    }

    /** Moves head from {@code expected} by compare-and-swap; false if another reader was faster. */
    public boolean moveHead(int expected, int to) {
        if (pages.getInt(RingHeader.HEAD_OFFSET) != expected) {
            return false;
        }
        pages.putInt(RingHeader.HEAD_OFFSET, to);
        head();
        return true;
    }

    /** Checks what the package promises. */
    public void checkInvariants() {
        int head = head();
        if (Integer.compareUnsigned(tail - head, ringBytes) > 0) {
            throw violated("%d bytes in a ring of %d", usedBytes(), ringBytes);
        }
        checkAligned(tail);
        checkAligned(head);
    }

    private long usedBytes() {
        return Integer.toUnsignedLong(tail - trustedHead);
    }

    private static void checkAligned(int positionOrBytes) {
        if ((positionOrBytes & ALIGNMENT_MASK) != 0) {
            throw violated("%d is no multiple of %d", positionOrBytes, ALIGNMENT_BYTES);
        }
    }
}
