package dev.kiosim.devices.disk;

import dev.kiosim.trace.Tracer;

/**
 * Arm, heads and platter: how long an access takes from where the arm is, and where that leaves it.
 * An access is one or several pieces, each on one track: arm move, rotational wait, transfer.
 *
 * <p>The time of a piece depends only on when it begins, since the platter's angle is a function of
 * time; so a whole access is computed when it begins.
 */
final class DiskMechanism {
    /** Whether data go to the medium or come from it. */
    enum Direction {
        READ,
        WRITE
    }

    private final DiskLayout layout;
    private final Spindle spindle;
    private final int[] seekNanos;
    private final long headSwitchNanos;
    private final long writeSettleNanos;
    private final TrackPosition target = new TrackPosition();
    private Tracer tracer = Tracer.NONE;
    private int deviceNumber;
    private int armCylinder;
    private int armHead;
    private long accesses;
    private long movedNanos;
    private long waitedNanos;
    private long transferredNanos;

    DiskMechanism(DiskConfig config) {
        layout = new DiskLayout(config.heads(), config.zones());
        spindle = new Spindle(config.rpm());
        layout.locate(config.sectorCount() - 1, target);
        seekNanos = config.seek().tabulate(target.cylinder + 1); // the arm goes no farther
        headSwitchNanos = config.headSwitchNanos();
        writeSettleNanos = config.writeSettleNanos();
    }

    /** From now on accesses are reported as those of device {@code number}. */
    void traceTo(Tracer newTracer, int number) {
        tracer = newTracer;
        deviceNumber = number;
    }

    private void trace(DiskTracepoint phase, long sector, long startNanos, long tookNanos) {
        if (tracer.isOn() && tookNanos > 0) {
            tracer.report(phase, deviceNumber, 0, sector, startNanos, tookNanos);
        }
    }

    /**
     * Accesses {@code sectorCount} sectors from {@code sector}, beginning at {@code startNanos};
     * moves the arm there.
     *
     * @return when the last sector has passed
     */
    long access(long startNanos, long sector, long sectorCount, Direction direction) {
        accesses++;
        long nowNanos = startNanos;
        long next = sector;
        long end = sector + sectorCount;
        while (next < end) {
            long beforeNanos = nowNanos;
            long movedBeforeNanos = movedNanos;
            nowNanos = reach(nowNanos, next, direction);
            long thereNanos = beforeNanos + movedNanos - movedBeforeNanos;
            trace(DiskTracepoint.DISK_SEEK, next, beforeNanos, thereNanos - beforeNanos);
            trace(DiskTracepoint.DISK_ROTATE, next, thereNanos, nowNanos - thereNanos);
            long count = Math.min(end - next, sectorsLeftOnTrack());
            long passNanos = passNanos(count);
            transferredNanos += passNanos;
            trace(DiskTracepoint.DISK_TRANSFER, next, nowNanos, passNanos);
            nowNanos += passNanos;
            next += count;
        }
        return nowNanos;
    }

    /** Moves the arm to the track of {@code sector}; returns when that sector begins to pass. */
    long reach(long startNanos, long sector, Direction direction) {
        layout.locate(sector, target);
        long moveNanos = moveNanos(direction);
        long waitNanos = waitNanos(startNanos + moveNanos);
        placeArm(target.cylinder, target.head);
        movedNanos += moveNanos;
        waitedNanos += waitNanos;
        return startNanos + moveNanos + waitNanos;
    }

    /** When {@link #reach} would return, without moving anything. */
    long reachNanos(long startNanos, long sector, Direction direction) {
        layout.locate(sector, target);
        long thereNanos = startNanos + moveNanos(direction);
        return thereNanos + waitNanos(thereNanos);
    }

    /** Sectors of the track that was reached last, from the sector that was reached. */
    int sectorsLeftOnTrack() {
        return target.sectorsPerTrack - target.sector;
    }

    /** Sectors of the track that was reached last. */
    int sectorsPerTrack() {
        return target.sectorsPerTrack;
    }

    /** How long {@code sectors} of a track with {@code perTrack} sectors take to pass. */
    long passNanos(long sectors, int perTrack) {
        return spindle.passNanos(sectors, perTrack);
    }

    /** How long {@code sectors} of the track that was reached last take to pass. */
    long passNanos(long sectors) {
        return spindle.passNanos(sectors, target.sectorsPerTrack);
    }

    /** One revolution, rounded down. */
    long revolutionNanos() {
        return spindle.revolutionNanos();
    }

    /** How many whole sectors of a track with {@code perTrack} pass in {@code nanos}. */
    long sectorsPassed(long nanos, int perTrack) {
        return spindle.sectorsPassed(nanos, perTrack);
    }

    /**
     * Puts the arm over the track of {@code sector}, where reading ahead has taken it meanwhile.
     */
    void follow(long sector) {
        layout.locate(sector, target);
        placeArm(target.cylinder, target.head);
    }

    /** Puts the arm over a track, in no time. */
    void placeArm(int cylinder, int head) {
        armCylinder = cylinder;
        armHead = head;
    }

    /** Time to the target's track: seek or head switch, and settling if it is to write. */
    private long moveNanos(Direction direction) {
        long nanos = seekNanos[Math.abs(target.cylinder - armCylinder)];
        if (target.head != armHead) {
            nanos = Math.max(nanos, headSwitchNanos);
        }
        return nanos > 0 && direction == Direction.WRITE ? nanos + writeSettleNanos : nanos;
    }

    private long waitNanos(long fromNanos) {
        return spindle.waitNanos(fromNanos, target.angleSector, target.sectorsPerTrack);
    }

    /** Accesses so far. */
    long accesses() {
        return accesses;
    }

    /** Time in arm moves so far, those of reading ahead included. */
    long movedNanos() {
        return movedNanos;
    }

    /** Time in rotational waits so far, those of reading ahead included. */
    long waitedNanos() {
        return waitedNanos;
    }

    /** Time in transfers so far, without reading ahead. */
    long transferredNanos() {
        return transferredNanos;
    }
}
