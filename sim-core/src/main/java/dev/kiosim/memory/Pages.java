package dev.kiosim.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A run of 4 KiB pages that one or more regions map. A page that was never written does not exist
 * and reads as the fill byte (0 unless told otherwise).
 */
public final class Pages {
    /**
     * Hears that a mapping of these pages was moved by mremap. Source: Linux vm_operations_struct.
     */
    @FunctionalInterface
    public interface Moved {
        /** Part of {@code space} from {@code start} now maps the pages; false refuses the move. */
        boolean moved(AddressSpace space, long start, long bytes);
    }

    private static final int PAGE_MASK = AddressSpace.PAGE_BYTES - 1;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] ZERO = new byte[AddressSpace.PAGE_BYTES];

    private final byte[][] pages;
    private final byte[] untouched;
    private Moved moved = (space, start, bytes) -> true;

    /** Pages that read as zeros until written; {@code count} is 0 or more. */
    public Pages(int count) {
        this(count, (byte) 0);
    }

    /** Pages that read as {@code fill} until written. */
    public Pages(int count, byte fill) {
        pages = new byte[count][];
        untouched = fill == 0 ? ZERO : filled(fill);
    }

    private Pages(Pages original) {
        pages = new byte[original.pages.length][];
        for (int i = 0; i < pages.length; i++) {
            byte[] page = original.pages[i];
            if (page != null) {
                pages[i] = page.clone();
            }
        }
        untouched = original.untouched;
    }

    private static byte[] filled(byte fill) {
        byte[] page = new byte[AddressSpace.PAGE_BYTES];
        Arrays.fill(page, fill);
        return page;
    }

    /** Registers who hears of moved mappings. */
    public Pages onMoved(Moved listener) {
        moved = listener;
        return this;
    }

    boolean mappingMoved(AddressSpace space, long start, long bytes) {
        return moved.moved(space, start, bytes);
    }

    /** How many pages there are, touched or not. */
    public int count() {
        return pages.length;
    }

    /**
     * The 8 bytes at {@code offset}, which is a multiple of 8; for the kernel, which never faults.
     */
    public long getLong(int offset) {
        return (long) LONG.get(forReading(offset >> AddressSpace.PAGE_SHIFT), offset & PAGE_MASK);
    }

    /** Stores 8 bytes at {@code offset}, which is a multiple of 8. */
    public void putLong(int offset, long value) {
        LONG.set(forWriting(offset >> AddressSpace.PAGE_SHIFT), offset & PAGE_MASK, value);
    }

    /** The 4 bytes at {@code offset}, which is a multiple of 4. */
    public int getInt(int offset) {
        return (int) INT.get(forReading(offset >> AddressSpace.PAGE_SHIFT), offset & PAGE_MASK);
    }

    /** Stores 4 bytes at {@code offset}, which is a multiple of 4. */
    public void putInt(int offset, int value) {
        INT.set(forWriting(offset >> AddressSpace.PAGE_SHIFT), offset & PAGE_MASK, value);
    }

    /** A hash of {@code before} and of every word that is not 0. */
    long contentHash(long before) {
        long hash = before;
        for (int i = 0; i < pages.length; i++) {
            byte[] page = forReading(i);
            for (int at = 0; at < page.length && page != ZERO; at += Long.BYTES) {
                long word = (long) LONG.get(page, at);
                if (word != 0) {
                    hash = mix(hash ^ (word + ((long) i << AddressSpace.PAGE_SHIFT | at)));
                }
            }
        }
        return hash;
    }

    /** The finalizer of SplitMix64. */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The bytes of page {@code index}, to be read only. */
    byte[] forReading(int index) {
        byte[] page = pages[index];
        return page == null ? untouched : page;
    }

    /** The bytes of page {@code index}, which comes into being if it was never written. */
    byte[] forWriting(int index) {
        byte[] page = pages[index];
        if (page == null) {
            page = untouched.clone();
            pages[index] = page;
        }
        return page;
    }

    /** A private copy, as a fork makes it. */
    Pages copy() {
        return new Pages(this);
    }
}
