package dev.kiosim.devices.ssd;

/** The planes of an SSD, by logical page. A plane is made when it is first written. */
final class PageMap {
    private final FlashGeometry geometry;
    /** By number; null where nothing was written yet. */
    private final FlashPlane[] planes;

    private final int freeBlocksWanted;
    private final int logicalPerPlane;
    private long discardedPages;

    PageMap(SsdConfig config) {
        geometry = config.geometry();
        planes = new FlashPlane[geometry.planes()];
        freeBlocksWanted = config.collection().freeBlocks(geometry.blocksPerPlane());
        logicalPerPlane = config.logicalPagesPerPlane();
    }

    boolean isMapped(long page) {
        FlashPlane plane = planes[geometry.planeOf(page)];
        return plane != null && plane.isMapped(geometry.indexInPlane(page));
    }

    /** Writes a page; the plane knows afterwards what collection that took. */
    FlashPlane write(long page) {
        int number = geometry.planeOf(page);
        FlashPlane plane = planes[number];
        if (plane == null) {
            plane = new FlashPlane(
                    geometry.blocksPerPlane(),
                    geometry.pagesPerBlock(),
                    logicalPerPlane,
                    freeBlocksWanted);
            planes[number] = plane;
        }
        plane.write(geometry.indexInPlane(page));
        return plane;
    }

    /** Forgets the content of a page. */
    void discard(long page) {
        FlashPlane plane = planes[geometry.planeOf(page)];
        if (plane != null) {
            plane.unmap(geometry.indexInPlane(page));
        }
        discardedPages++;
    }

    long discardedPages() {
        return discardedPages;
    }

    long hostPages() {
        long sum = 0;
        for (FlashPlane plane : planes) {
            sum += plane == null ? 0 : plane.hostPages();
        }
        return sum;
    }

    long movedPages() {
        long sum = 0;
        for (FlashPlane plane : planes) {
            sum += plane == null ? 0 : plane.movedPages();
        }
        return sum;
    }

    long erasures() {
        long sum = 0;
        for (FlashPlane plane : planes) {
            sum += plane == null ? 0 : plane.erasures();
        }
        return sum;
    }

    void checkInvariants() {
        for (FlashPlane plane : planes) {
            if (plane != null) {
                plane.checkInvariants();
            }
        }
    }
}
