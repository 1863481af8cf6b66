package dev.kiosim.memory;

/**
 * A mapped range of an address space: where, which pages, what is allowed. Immutable; changes
 * replace it.
 */
final class Region {
    final long start;
    final long end;
    final Pages pages;
    final int firstPage;
    final int protection;
    final Sharing sharing;

    Region(long start, long end, Pages pages, int firstPage, int protection, Sharing sharing) {
        this.start = start;
        this.end = end;
        this.pages = pages;
        this.firstPage = firstPage;
        this.protection = protection;
        this.sharing = sharing;
    }

    boolean holds(long address) {
        return address >= start && address < end;
    }

    /** The part of this region between two addresses inside it. */
    Region part(long from, long to) {
        int page = firstPage + (int) ((from - start) >> AddressSpace.PAGE_SHIFT);
        return new Region(from, to, pages, page, protection, sharing);
    }

    Region protectedBy(int newProtection) {
        return new Region(start, end, pages, firstPage, newProtection, sharing);
    }

    Region movedTo(long newStart) {
        return new Region(
                newStart, newStart + (end - start), pages, firstPage, protection, sharing);
    }

    Region forked() {
        return sharing == Sharing.SHARED
                ? this
                : new Region(start, end, pages.copy(), firstPage, protection, sharing);
    }

    int pageIndex(long address) {
        return firstPage + (int) ((address - start) >> AddressSpace.PAGE_SHIFT);
    }
}
