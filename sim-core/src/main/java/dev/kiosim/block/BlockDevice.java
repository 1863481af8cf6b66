package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import java.util.List;

/**
 * What every block device is, single or stacked: it takes bios and ends each exactly once, never
 * from within {@link #submit} itself.
 */
public interface BlockDevice {
    /** Name in the scenario, unique in the machine. */
    String name();

    /** Size in 512-byte sectors. */
    long sectorCount();

    /** Least unit of direct IO, bytes: 512 or 4096. */
    int logicalBlockBytes();

    /**
     * Takes a bio. The device ends it later (at the earliest in this same instant) through the
     * engine, with status 0 or -errno: -EIO, -ENOSPC, -EOPNOTSUPP for a discard that it does not
     * know. By then it has filled in its part of the receipt, so that the receipt equals the time
     * since {@link Bio#submittedNanos}.
     */
    void submit(Bio bio);

    /** Whether discards do anything. */
    default boolean supportsDiscard() {
        return false;
    }

    /** Whether a write may be acknowledged before it is durable, so that flushes have a meaning. */
    default boolean hasVolatileCache() {
        return false;
    }

    /**
     * Whether a task that submits {@code op} now would be put to sleep until a request is free. A
     * bio submitted all the same waits in line.
     */
    default boolean wouldBlock(Bio.Op op) {
        return false;
    }

    /**
     * Schedules {@code wake} when nobody waits for a request any more; only while
     * {@link #wouldBlock}.
     */
    default void wakeWhenRoom(Event wake) {
        throw violated("%s never blocks, yet somebody waits for room", name());
    }

    /** What of it can be read and written while it runs, under /sys. */
    default DeviceAttributes attributes() {
        return DeviceAttributes.NONE;
    }

    /** All that there is to see of it, for people: lines, each ended; empty if there is nothing. */
    default String picture() {
        return "";
    }

    /**
     * What is on it, as version stamps; null if this run does not track data, or if it is made of
     * other devices.
     */
    default @Nullable DriveContent content() {
        return null;
    }

    /**
     * The power fails: only what is durable stays. Called once for each device, those below first;
     * the device is of no use afterwards, its {@link #content} is.
     */
    default void cutPower(PowerCut how) {}

    /**
     * Why a power cut may have taken the write with {@code stamp} of {@code sector}, whose loss the
     * contract of flush and FUA may or may not allow; asked of a device after {@link #cutPower}.
     *
     * @param acknowledgedNanos when the write was acknowledged
     */
    default LossReason whyLost(long sector, long stamp, long acknowledgedNanos) {
        DriveContent content = content();
        return content == null ? LossReason.NONE : content.whyLost(sector, stamp);
    }

    /**
     * Whether a read of {@code sector} returns what lies where lost data should lie; asked of a
     * device that has been started again after a power cut.
     */
    default boolean readsLostData(long sector) {
        return false;
    }

    /**
     * From when on it is gone, pulled out or dead, as a kernel notices that has its queue dying:
     * simulated nanoseconds, of now or later; {@link Long#MAX_VALUE} if that never happens.
     */
    default long goneFromNanos() {
        return Long.MAX_VALUE;
    }

    /** Whether it is gone now. */
    default boolean isGone() {
        return false;
    }

    /** Shows the sectors whose acknowledged content failures of the devices below have taken. */
    default void forEachLost(LostSectors visitor) {}

    /**
     * Whether a failure that has been reported explains that a read of {@code sector} returns other
     * data than were acknowledged last.
     */
    default boolean hasLost(long sector) {
        return false;
    }

    /** What the kernel's log has of this device, in order. */
    default List<String> kernelLog() {
        return List.of();
    }

    /** Reports the device's counters. */
    default void stats(StatSink sink) {}

    /** Walks all structures and throws if they contradict each other; for tests and on request. */
    default void checkInvariants() {}
}
