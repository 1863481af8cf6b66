package dev.kiosim.memory;

import dev.kiosim.engine.Nullable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one process: regions of bytes, little-endian, page protections, faults.
 *
 * <p>User addresses run from one page up to {@link #USER_END}; anything above belongs to the kernel
 * and is never accessible from here ({@link #inUserHalf}). Methods that take a range of 0 bytes
 * succeed anywhere. Getters and putters throw {@link MemoryFault}; {@code copy...} methods stop at
 * the fault and say how far they came.
 */
public final class AddressSpace {
    /** Bytes in a page. */
    public static final int PAGE_BYTES = 4096;
    /** Shift from pages to bytes. */
    public static final int PAGE_SHIFT = 12;
    /**
     * First address of the kernel's half. Source: Linux arch/x86, TASK_SIZE_MAX with 4-level
     * paging.
     */
    public static final long USER_END = 0x7ffffffff000L;
    /** May be read. */
    public static final int PROT_READ = 1;
    /** May be written. */
    public static final int PROT_WRITE = 2;
    /** May be read and written. */
    public static final int PROT_READ_WRITE = PROT_READ | PROT_WRITE;

    private static final long MAP_BASE = 0x7f0000000000L;
    private static final int PAGE_MASK = PAGE_BYTES - 1;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<Region> regions = new ArrayList<>(); // by start, not overlapping
    private long nextFree = MAP_BASE;
    private @Nullable Region recent;
    private @Nullable Region older;

    /** An address space with nothing mapped. */
    public AddressSpace() {}

    /** The address space of a forked child: private pages copied, shared ones shared. */
    public AddressSpace fork() {
        AddressSpace child = new AddressSpace();
        for (Region region : regions) {
            child.regions.add(region.forked());
        }
        child.nextFree = nextFree;
        return child;
    }

    /** Maps {@code bytes} (rounded up to pages) of fresh private memory; returns its address. */
    public long map(long bytes) {
        return map(new Pages(pagesFor(bytes)), PROT_READ_WRITE, Sharing.PRIVATE);
    }

    /**
     * Maps {@code pages} at a free address, with an unmapped page behind it; returns the address.
     */
    public long map(Pages pages, int protection, Sharing sharing) {
        long start = nextFree;
        long end = start + ((long) pages.count() << PAGE_SHIFT);
        nextFree = end + PAGE_BYTES;
        insert(new Region(start, end, pages, 0, protection, sharing));
        return start;
    }

    /** How many pages hold {@code bytes}. */
    public static int pagesFor(long bytes) {
        return Math.toIntExact((bytes + PAGE_MASK) >> PAGE_SHIFT);
    }

    /** Unmaps whatever lies in the range, which is page-aligned; false if it is not. */
    public boolean unmap(long address, long bytes) {
        if (!isPageRange(address, bytes)) {
            return false;
        }
        carve(address, address + roundUp(bytes));
        return true;
    }

    /**
     * Changes the protection of a page-aligned range; false if it is not aligned or not wholly
     * mapped.
     */
    public boolean protect(long address, long bytes, int protection) {
        long end = address + roundUp(bytes);
        if (!isPageRange(address, bytes) || accessible(address, end - address, 0) < end - address) {
            return false;
        }
        for (Region part : carve(address, end)) {
            insert(part.protectedBy(protection));
        }
        return true;
    }

    /**
     * Moves the mapping that starts at {@code address} to a free place (mremap with MREMAP_MAYMOVE,
     * size unchanged).
     *
     * @return the new address, or 0 if no mapping starts there or whoever owns the pages refuses
     */
    public long move(long address) {
        Region region = find(address);
        if (region == null || region.start != address) {
            return 0;
        }
        long bytes = region.end - region.start;
        Region moved = region.movedTo(nextFree);
        if (!region.pages.mappingMoved(this, moved.start, bytes)) {
            return 0;
        }
        carve(region.start, region.end);
        nextFree = moved.end + PAGE_BYTES;
        insert(moved);
        return moved.start;
    }

    /** Where the next mapping would go: tells how much was ever mapped here. */
    public long nextFree() {
        return nextFree;
    }

    /** A hash of what is mapped where, and of all that was written there. */
    public long contentHash() {
        long hash = nextFree;
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            hash = Pages.mix(hash ^ region.start) + region.end * 31 + region.protection;
            hash = region.pages.contentHash(hash);
        }
        return hash;
    }

    /** Whether anything is mapped at {@code address}. */
    public boolean isMapped(long address) {
        return find(address) != null;
    }

    /** Whether every byte of the range may be read. */
    public boolean isReadable(long address, long bytes) {
        return accessible(address, bytes, PROT_READ) == bytes;
    }

    /** Whether every byte of the range may be written. */
    public boolean isWritable(long address, long bytes) {
        return accessible(address, bytes, PROT_WRITE) == bytes;
    }

    /** How many bytes from the start of the range may be read. */
    public long readableBytes(long address, long bytes) {
        return accessible(address, bytes, PROT_READ);
    }

    /** How many bytes from the start of the range may be written. */
    public long writableBytes(long address, long bytes) {
        return accessible(address, bytes, PROT_WRITE);
    }

    /**
     * Whether the range lies in user space, mapped or not: what the kernel checks without touching
     * memory. Source: Linux access_ok.
     */
    public static boolean inUserHalf(long address, long bytes) {
        return bytes >= 0 && address >= 0 && bytes <= USER_END && address <= USER_END - bytes;
    }

    /** The 8 bytes at {@code address}. */
    public long getLong(long address) {
        int inPage = (int) address & PAGE_MASK;
        if (inPage <= PAGE_BYTES - Long.BYTES) {
            return (long) LONG.get(readablePage(address), inPage);
        }
        return (getInt(address) & 0xffffffffL)
                | ((long) getInt(address + Integer.BYTES) << Integer.SIZE);
    }

    /** Stores 8 bytes. */
    public void putLong(long address, long value) {
        int inPage = (int) address & PAGE_MASK;
        if (inPage <= PAGE_BYTES - Long.BYTES) {
            LONG.set(writablePage(address), inPage, value);
            return;
        }
        writablePage(address + Long.BYTES - 1); // all or nothing
        putInt(address, (int) value);
        putInt(address + Integer.BYTES, (int) (value >>> Integer.SIZE));
    }

    /** The 4 bytes at {@code address}. */
    public int getInt(long address) {
        int inPage = (int) address & PAGE_MASK;
        if (inPage <= PAGE_BYTES - Integer.BYTES) {
            return (int) INT.get(readablePage(address), inPage);
        }
        return (getShort(address) & 0xffff) | (getShort(address + Short.BYTES) << Short.SIZE);
    }

    /** Stores 4 bytes. */
    public void putInt(long address, int value) {
        int inPage = (int) address & PAGE_MASK;
        if (inPage <= PAGE_BYTES - Integer.BYTES) {
            INT.set(writablePage(address), inPage, value);
            return;
        }
        writablePage(address + Integer.BYTES - 1);
        putShort(address, (short) value);
        putShort(address + Short.BYTES, (short) (value >>> Short.SIZE));
    }

    /** The 2 bytes at {@code address}. */
    public short getShort(long address) {
        return (short) ((getByte(address) & 0xff) | (getByte(address + 1) << Byte.SIZE));
    }

    /** Stores 2 bytes. */
    public void putShort(long address, short value) {
        writablePage(address + 1);
        putByte(address, (byte) value);
        putByte(address + 1, (byte) (value >>> Byte.SIZE));
    }

    /** The byte at {@code address}. */
    public byte getByte(long address) {
        return readablePage(address)[(int) address & PAGE_MASK];
    }

    /** Stores a byte. */
    public void putByte(long address, byte value) {
        writablePage(address)[(int) address & PAGE_MASK] = value;
    }

    /**
     * Copies from user memory into {@code target} until a byte cannot be read; returns the bytes
     * copied.
     */
    public int copyFrom(long address, byte[] target, int from, int length) {
        int length1 = (int) accessible(address, length, PROT_READ);
        int done = 0;
        while (done < length1) {
            int inPage = (int) (address + done) & PAGE_MASK;
            int piece = Math.min(length1 - done, PAGE_BYTES - inPage);
            System.arraycopy(readablePage(address + done), inPage, target, from + done, piece);
            done += piece;
        }
        return done;
    }

    /**
     * Copies {@code source} into user memory until a byte cannot be written; returns the bytes
     * copied.
     */
    public int copyTo(long address, byte[] source, int from, int length) {
        int writable = (int) accessible(address, length, PROT_WRITE);
        int done = 0;
        while (done < writable) {
            int inPage = (int) (address + done) & PAGE_MASK;
            int piece = Math.min(writable - done, PAGE_BYTES - inPage);
            System.arraycopy(source, from + done, writablePage(address + done), inPage, piece);
            done += piece;
        }
        return done;
    }

    /**
     * Copies {@code length} bytes of {@code source}, from its byte {@code offset}, into user memory
     * until a byte cannot be written; returns the bytes copied.
     */
    public int copyTo(long address, Pages source, int offset, int length) {
        int done = 0;
        while (done < length) {
            int inPage = (offset + done) & PAGE_MASK;
            int piece = Math.min(length - done, PAGE_BYTES - inPage);
            byte[] page = source.forReading((offset + done) >> PAGE_SHIFT);
            int copied = copyTo(address + done, page, inPage, piece);
            done += copied;
            if (copied < piece) {
                break;
            }
        }
        return done;
    }

    /**
     * Copies 8-byte words from one place to another; both ranges must be accessible, 8-byte
     * aligned, disjoint.
     */
    public void copyWords(long from, long to, long bytes) {
        for (long i = 0; i < bytes; i += Long.BYTES) {
            putLong(to + i, getLong(from + i));
        }
    }

    private byte[] readablePage(long address) {
        Region region = find(address);
        if (region == null || (region.protection & PROT_READ) == 0) {
            throw new MemoryFault(address);
        }
        return region.pages.forReading(region.pageIndex(address));
    }

    private byte[] writablePage(long address) {
        Region region = find(address);
        if (region == null || (region.protection & PROT_WRITE) == 0) {
            throw new MemoryFault(address);
        }
        return region.pages.forWriting(region.pageIndex(address));
    }

    private @Nullable Region find(long address) {
        Region first = recent;
        if (first != null && first.holds(address)) {
            return first;
        }
        Region second = older;
        if (second == null || !second.holds(address)) {
            int index = indexOf(address);
            if (index < 0) {
                return null;
            }
            second = regions.get(index);
        }
        older = first;
        recent = second;
        return second;
    }

    /** Index of the region that holds {@code address}, or -1. */
    private int indexOf(long address) {
        int low = 0;
        int high = regions.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Region region = regions.get(middle);
            if (address < region.start) {
                high = middle - 1;
            } else if (address >= region.end) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    private long accessible(long address, long bytes, int protection) {
        long done = 0;
        while (done < bytes) {
            Region region = find(address + done);
            if (region == null || (region.protection & protection) != protection) {
                return done;
            }
            done = Math.min(bytes, region.end - address);
        }
        return bytes;
    }

    /** Takes the range out of all regions; returns the parts taken out, by address. */
    private List<Region> carve(long from, long to) {
        List<Region> taken = new ArrayList<>();
        List<Region> kept = new ArrayList<>();
        for (Region region : regions) {
            if (region.end <= from || region.start >= to) {
                kept.add(region);
                continue;
            }
            taken.add(region.part(Math.max(from, region.start), Math.min(to, region.end)));
            if (region.start < from) {
                kept.add(region.part(region.start, from));
            }
            if (region.end > to) {
                kept.add(region.part(to, region.end));
            }
        }
        regions.clear();
        regions.addAll(kept);
        recent = null;
        older = null;
        return taken;
    }

    private void insert(Region region) {
        int index = 0;
        while (index < regions.size() && regions.get(index).start < region.start) {
            index++;
        }
        regions.add(index, region);
        recent = null;
        older = null;
    }

    private static boolean isPageRange(long address, long bytes) {
        return (address & PAGE_MASK) == 0 && inUserHalf(address, bytes);
    }

    private static long roundUp(long bytes) {
        return (bytes + PAGE_MASK) & ~(long) PAGE_MASK;
    }
}
