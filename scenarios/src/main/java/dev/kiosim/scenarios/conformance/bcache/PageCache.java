package dev.kiosim.scenarios.conformance.bcache;

import java.util.BitSet;

/**
 * Which pages of the device the page cache of the recording machine holds, clean. The replayer
 * drops what it has written or read through it (POSIX_FADV_DONTNEED), but pages of which a request
 * touched only a part stay. Source: Linux mm/fadvise.c, mm/filemap.c and block/ioctl.c.
 */
final class PageCache {
    static final int PAGE_BYTES = 4096;

    private final BitSet pages = new BitSet();
    private final long deviceBytes;

    PageCache(long deviceBytes) {
        this.deviceBytes = deviceBytes;
    }

    /** The page in which a byte lies. */
    static int pageOf(long offsetBytes) {
        return (int) (offsetBytes / PAGE_BYTES);
    }

    /** Whether it holds a page. */
    boolean holds(int page) {
        return pages.get(page);
    }

    /** A page has been read or written. */
    void fill(int page) {
        pages.set(page);
    }

    /** The first page from {@code page} on, before {@code endPage}, that it does not hold. */
    int firstMissing(int page, int endPage) {
        return Math.min(pages.nextClearBit(page), endPage);
    }

    /** The end of the pages from {@code page} on, before {@code endPage}, that are missing. */
    int endOfMissing(int page, int endPage) {
        int held = pages.nextSetBit(page);
        return held < 0 ? endPage : Math.min(held, endPage);
    }

    /** A direct write: all pages that it touches go. */
    void dropTouched(long offsetBytes, long lengthBytes) {
        if (lengthBytes > 0) {
            pages.clear(pageOf(offsetBytes), pageOf(offsetBytes + lengthBytes - 1) + 1);
        }
    }

    /** What is no longer needed, or discarded: pages that lie within the range go. */
    void dropWhole(long offsetBytes, long lengthBytes) {
        long end = offsetBytes + lengthBytes;
        int first = pageOf(offsetBytes + PAGE_BYTES - 1);
        int behind = end == deviceBytes ? pageOf(end + PAGE_BYTES - 1) : pageOf(end);
        if (behind > first) {
            pages.clear(first, behind);
        }
    }
}
