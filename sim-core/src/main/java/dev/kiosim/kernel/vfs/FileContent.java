package dev.kiosim.kernel.vfs;

import dev.kiosim.engine.Nullable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bytes of a file, page by page; a page that was never written reads as zeros. What is in the
 * page cache and what only on the device is a matter of time, not of bytes, so they are kept once.
 */
final class FileContent {
    private static final int PAGE_BYTES = BlockMap.BLOCK_BYTES;
    private static final byte[] ZERO = new byte[PAGE_BYTES];

    private final Map<Long, byte[]> pages = new LinkedHashMap<>();

    /** The bytes of page {@code index}, to be read only. */
    byte[] forReading(long index) {
        byte[] page = pages.get(index);
        return page == null ? ZERO : page;
    }

    /** The bytes of page {@code index}, to be written. */
    byte[] forWriting(long index) {
        @Nullable byte[] page = pages.get(index);
        if (page == null) {
            page = new byte[PAGE_BYTES];
            pages.put(index, page);
        }
        return page;
    }

    /** Forgets everything from byte {@code size} on. */
    void truncate(long size) {
        long kept = (size + PAGE_BYTES - 1) / PAGE_BYTES;
        pages.keySet().removeIf(index -> index >= kept);
        int inPage = (int) (size % PAGE_BYTES);
        byte[] last = inPage == 0 ? null : pages.get(kept - 1);
        if (last != null) {
            System.arraycopy(ZERO, 0, last, inPage, PAGE_BYTES - inPage);
        }
    }
}
