package dev.kiosim.devices.disk;

/**
 * Arm, heads and platter: how long an access takes from where the arm is, and where that leaves it.
 * An access is one or several pieces, each on one track: arm move, rotational wait, transfer.
 *
 * <p>The time of a piece depends only on when it begins, since the platter's angle is a function of
 * time; so a whole access is computed when it begins.
 */
final class DiskMechanism {
    private final DiskLayout layout;
    private final Spindle spindle;
    private final int[] seekNanos;
    private final long headSwitchNanos;
    private final long writeSettleNanos;
    private final TrackPosition target = new TrackPosition();
    private int armCylinder;
    private int armHead;
    private long movedNanos;
    private long waitedNanos;
    private long transferredNanos;

    DiskMechanism(DiskConfig config) {
        layout = new DiskLayout(config.heads(), config.zones());
        spindle = new Spindle(config.rpm());
        seekNanos = config.seek().tabulate(layout.cylinders());
        headSwitchNanos = config.headSwitchNanos();
        writeSettleNanos = config.writeSettleNanos();
    }

    DiskLayout layout() {
        return layout;
    }

    Spindle spindle() {
        return spindle;
    }

    /**
     * Accesses {@code sectorCount} sectors from {@code sector}, beginning at {@code startNanos};
     * moves the arm there.
     *
     * @return when the last sector has passed
     */
    long access(long startNanos, long sector, long sectorCount, Direction direction) {
        movedNanos = 0;
        waitedNanos = 0;
        transferredNanos = 0;
        long nowNanos = startNanos;
        long next = sector;
        long end = sector + sectorCount;
        while (next < end) {
            layout.locate(next, target);
            long count = Math.min(end - next, target.sectorsPerTrack - target.sector);
            nowNanos = accessTrack(nowNanos, count, direction);
            next += count;
        }
        return nowNanos;
    }

    /** Whether data go to the medium or come from it. */
    enum Direction {
        READ,
        WRITE
    }

    /** As {@link #access} for {@code count} sectors of the track that {@code target} says. */
    private long accessTrack(long startNanos, long count, Direction direction) {
        long moveNanos = moveNanos(target.cylinder, target.head, direction);
        armCylinder = target.cylinder;
        armHead = target.head;
        long waitNanos = spindle.waitNanos(
                startNanos + moveNanos, target.angleSector, target.sectorsPerTrack);
        long passNanos = spindle.passNanos(count, target.sectorsPerTrack);
        movedNanos += moveNanos;
        waitedNanos += waitNanos;
        transferredNanos += passNanos;
        return startNanos + moveNanos + waitNanos + passNanos;
    }

    /**
     * Time to bring {@code head} over {@code cylinder}: seek or head switch, and settling if it is
     * to write.
     */
    long moveNanos(int cylinder, int head, Direction direction) {
        long nanos = seekNanos[Math.abs(cylinder - armCylinder)];
        if (head != armHead) {
            nanos = Math.max(nanos, headSwitchNanos);
        }
        return nanos > 0 && direction == Direction.WRITE ? nanos + writeSettleNanos : nanos;
    }

    /**
     * Puts the arm over the track of {@code sector}, in no time: where a prefetch has taken it
     * meanwhile.
     */
    void place(long sector) {
        layout.locate(sector, target);
        armCylinder = target.cylinder;
        armHead = target.head;
    }

    /**
     * Sector from which the elevator of a write cache goes on: the first of the arm's cylinder is
     * near enough.
     */
    int armCylinder() {
        return armCylinder;
    }

    /** Of the last {@link #access}: time in arm moves. */
    long movedNanos() {
        return movedNanos;
    }

    /** Of the last {@link #access}: time in rotational waits. */
    long waitedNanos() {
        return waitedNanos;
    }

    /** Of the last {@link #access}: time in transfers. */
    long transferredNanos() {
        return transferredNanos;
    }
}
