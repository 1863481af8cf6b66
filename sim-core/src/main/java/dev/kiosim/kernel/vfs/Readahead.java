package dev.kiosim.kernel.vfs;

/**
 * How far an open file reads ahead: a window of pages that doubles while reading goes on in order.
 * One page of each window carries a mark; whoever comes to it starts the next window, so that a
 * sequential reader rarely waits.
 *
 * <p>Source: Linux mm/readahead.c, page_cache_sync_ra, page_cache_async_ra, get_init_ra_size,
 * get_next_ra_size; 128 KiB at most.
 */
final class Readahead {
    /** Largest window, pages. Source: Linux VM_READAHEAD_PAGES. */
    static final int PAGES_MAX = 32;
    /** {@link #markPage} of a window without a mark. */
    static final long NO_MARK = -1;
    /**
     * Before the first read: beyond every page, so that a first read elsewhere than at the start is
     * a random one. Source: Linux file_ra_state_init, where prev_pos is -1, compared unsigned.
     */
    private static final long NO_PAGE = Long.MAX_VALUE;

    private long start;
    private int size;
    private int markedPages;
    private long previousPage = NO_PAGE;

    /** The reader is through with {@code page}. */
    void passed(long page) {
        previousPage = page;
    }

    /**
     * {@code page} is absent, and {@code wanted} pages from there are asked for.
     *
     * @param history pages directly before it that are in the cache, at most {@link #PAGES_MAX}
     */
    void missed(long page, int wanted, int history) {
        boolean inOrder = page == 0 || (page >= previousPage && page - previousPage <= 1);
        if (inOrder || wanted > PAGES_MAX) {
            begin(page, wanted);
            return;
        }
        if (history <= wanted) { // a random read: just that, and no window
            start = page;
            size = wanted;
            markedPages = 0;
            return;
        }
        int run = history >= page ? history * 2 : history;
        start = page;
        size = Math.min(run + wanted, PAGES_MAX);
        markedPages = 1;
    }

    private void begin(long page, int wanted) {
        start = page;
        size = firstSize(wanted);
        markedPages = size > wanted ? size - wanted : size / 2;
        mergeNext();
    }

    /** The reader has come to the marked page: the next window. */
    void markReached(long page) {
        boolean isOurs = page == start + size - markedPages || page == start + size;
        start = isOurs ? start + size : page + 1;
        size = nextSize(size);
        markedPages = size;
    }

    /** A window that its own mark would extend at once takes in the next one. */
    private void mergeNext() {
        if (size == markedPages) {
            int added = nextSize(size);
            if (size + added <= PAGES_MAX) {
                markedPages = added;
                size += added;
            } else {
                size = PAGES_MAX;
                markedPages = PAGES_MAX / 2;
            }
        }
    }

    private static int firstSize(int wanted) {
        int rounded = wanted <= 1 ? 1 : Integer.highestOneBit(wanted - 1) * 2;
        if (rounded <= PAGES_MAX / 32) {
            return rounded * 4;
        }
        return rounded <= PAGES_MAX / 4 ? rounded * 2 : PAGES_MAX;
    }

    private static int nextSize(int current) {
        if (current < PAGES_MAX / 16) {
            return current * 4;
        }
        return current <= PAGES_MAX / 2 ? current * 2 : PAGES_MAX;
    }

    /** First page of the window. */
    long start() {
        return start;
    }

    /** Pages in the window. */
    int size() {
        return size;
    }

    /** The page that carries the mark, or {@link #NO_MARK}. */
    long markPage() {
        return markedPages == 0 ? NO_MARK : start + size - markedPages;
    }
}
