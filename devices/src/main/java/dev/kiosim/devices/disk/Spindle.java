package dev.kiosim.devices.disk;

/**
 * The platter: it turns for ever at a constant speed, at angle 0 at time 0. All arithmetic is in
 * whole nanoseconds; an angle is a fraction whose denominators are multiplied out instead of
 * divided.
 *
 * <p>Angles are taken in units of 1 / (sectors of the track * nanoseconds of a minute) revolutions,
 * so that both the start of a sector and the time of day are whole numbers.
 */
final class Spindle {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    /**
     * A sector missed by no more than this was missed by rounding: without it contiguous reads lose
     * revolutions.
     */
    private static final long ROUNDING_NANOS = 2;

    private final long rpm;
    /** After this time the angle repeats, and the nanoseconds are whole. */
    private final long cycleNanos;

    Spindle(int rpm) {
        this.rpm = rpm;
        cycleNanos = NANOS_PER_MINUTE / greatestCommonDivisor(NANOS_PER_MINUTE, rpm);
    }

    /** One revolution, rounded down. */
    long revolutionNanos() {
        return NANOS_PER_MINUTE / rpm;
    }

    /**
     * How long from {@code nowNanos} until the beginning of the sector at {@code position} of a
     * track with {@code perTrack} sectors comes by; rounded up.
     */
    long waitNanos(long nowNanos, long position, int perTrack) {
        long turned = nowNanos % cycleNanos * rpm % NANOS_PER_MINUTE;
        long revolution = NANOS_PER_MINUTE * perTrack;
        long ahead = Math.floorMod(position * NANOS_PER_MINUTE - turned * perTrack, revolution);
        long unitsPerNano = rpm * perTrack;
        if (revolution - ahead <= ROUNDING_NANOS * unitsPerNano) {
            return 0;
        }
        return (ahead + unitsPerNano - 1) / unitsPerNano;
    }

    /**
     * How long {@code sectors} of a track with {@code perTrack} sectors take to pass; rounded down.
     */
    long passNanos(long sectors, int perTrack) {
        return sectors * NANOS_PER_MINUTE / (rpm * perTrack);
    }

    /**
     * How many whole sectors of a track with {@code perTrack} pass in {@code nanos}, less than a
     * minute: the inverse of {@link #passNanos}, whose rounding is given back.
     */
    long sectorsPassed(long nanos, int perTrack) {
        return (nanos + 1) * perTrack * rpm / NANOS_PER_MINUTE;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
