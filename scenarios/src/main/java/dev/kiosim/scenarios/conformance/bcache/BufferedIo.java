package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;

/**
 * What the recorder's replayer does through the page cache, as the bios that the kernel makes of
 * it: writes that page writeback pushes out, and read-ahead. Source: Linux fs/buffer.c,
 * mm/readahead.c and fs/mpage.c.
 */
final class BufferedIo {
    private static final int PAGE_SECTORS = PageCache.PAGE_BYTES >> Bio.SECTOR_SHIFT;
    /** io_pages of a bcache device: POSIX_FADV_WILLNEED asks for no more than 1280 KiB. */
    private static final int WILLNEED_PAGES_MAX = 320;
    /** BIO_MAX_VECS: a page each. */
    private static final int BIO_PAGES_MAX = 256;

    private final PageCache pages;
    private final long deviceBytes;
    private final Bios bios;

    /** Where the bios go. */
    interface Bios {
        /** Submits one. */
        void submit(Bio.Op op, int flags, long sector, int sectors);

        /** Waits for all; 0 or the -errno of one that failed. */
        int await();

        /** The replayer's pause after a request. */
        void pause();
    }

    BufferedIo(PageCache pages, long deviceBytes, Bios bios) {
        this.pages = pages;
        this.deviceBytes = deviceBytes;
        this.bios = bios;
    }

    /**
     * A buffered write within the device: pages of which only a part is written are read first;
     * then page writeback issues a bio for each page.
     */
    int write(long offsetBytes, long lengthBytes) {
        if (lengthBytes == 0) {
            return 0;
        }
        long end = offsetBytes + lengthBytes;
        int firstPage = PageCache.pageOf(offsetBytes);
        int lastPage = PageCache.pageOf(end - 1);
        if (offsetBytes % PageCache.PAGE_BYTES != 0) {
            readPage(firstPage);
        }
        if (end % PageCache.PAGE_BYTES != 0) {
            readPage(lastPage);
        }
        for (int page = firstPage; page <= lastPage; page++) {
            pages.fill(page);
            bios.submit(Bio.Op.WRITE, 0, (long) page * PAGE_SECTORS, PAGE_SECTORS);
        }
        int result = bios.await();
        pages.dropWhole(offsetBytes, lengthBytes);
        return result;
    }

    private void readPage(int page) {
        if (!pages.holds(page)) {
            pages.fill(page);
            bios.submit(Bio.Op.READ, 0, (long) page * PAGE_SECTORS, PAGE_SECTORS);
            bios.await();
        }
    }

    /**
     * POSIX_FADV_WILLNEED, then a read, which finds what was read ahead and gets the rest itself;
     * beyond the end of the device it gets less than it asked for.
     */
    int readAhead(long offsetBytes, long lengthBytes, int shortRead) {
        long end = Math.min(offsetBytes + lengthBytes, deviceBytes);
        int firstPage = PageCache.pageOf(offsetBytes);
        int endPage = PageCache.pageOf(end + PageCache.PAGE_BYTES - 1);
        readMissing(firstPage, Math.min(endPage, firstPage + WILLNEED_PAGES_MAX));
        int result = bios.await();
        bios.pause();
        readMissing(firstPage, endPage);
        int rest = bios.await();
        pages.dropWhole(offsetBytes, lengthBytes);
        if (result == 0 && rest == 0) {
            return end < offsetBytes + lengthBytes ? shortRead : 0;
        }
        return result != 0 ? result : rest;
    }

    /** A bio for each run of pages that the cache has not. */
    private void readMissing(int firstPage, int endPage) {
        int page = pages.firstMissing(firstPage, endPage);
        while (page < endPage) {
            int end = Math.min(pages.endOfMissing(page, endPage), page + BIO_PAGES_MAX);
            bios.submit(
                    Bio.Op.READ,
                    Bio.RAHEAD,
                    (long) page * PAGE_SECTORS,
                    (end - page) * PAGE_SECTORS);
            for (int read = page; read < end; read++) {
                pages.fill(read);
            }
            page = pages.firstMissing(end, endPage);
        }
    }
}
