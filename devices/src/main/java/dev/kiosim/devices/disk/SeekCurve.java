package dev.kiosim.devices.disk;

import dev.kiosim.config.ConfigException;

/**
 * How long the arm takes over a distance, as it is given for a drive: measured points, or the usual
 * two pieces.
 */
public sealed interface SeekCurve {
    /** Seek time in nanoseconds over 0 to {@code cylinders - 1} cylinders. */
    int[] tabulate(int cylinders);

    /** Measured points with straight lines between them, extended past the last. */
    final class Points implements SeekCurve {
        private final int[] distances;
        private final int[] nanos;

        /**
         * A curve through these points; distance 0 takes no time.
         *
         * @param distances in cylinders, ascending from 1
         * @param nanos seek time at each
         */
        public Points(int[] distances, int[] nanos) {
            if (distances.length != nanos.length || distances.length < 2 || distances[0] != 1) {
                throw new ConfigException(
                        "seek",
                        distances.length + " points",
                        "at least two, the first for 1 cylinder");
            }
            this.distances = distances.clone();
            this.nanos = nanos.clone();
        }

        @Override
        public int[] tabulate(int cylinders) {
            int[] table = new int[cylinders];
            int upper = 1;
            for (int distance = 1; distance < cylinders; distance++) {
                while (upper < distances.length - 1 && distances[upper] < distance) {
                    upper++;
                }
                int lower = upper - 1;
                long rise = (long) nanos[upper] - nanos[lower];
                table[distance] = (int) (nanos[lower]
                        + rise
                                * (distance - distances[lower])
                                / (distances[upper] - distances[lower]));
            }
            return table;
        }
    }

    /**
     * Acceleration bound below {@code linearFrom} cylinders, {@code a + b * sqrt(d)}; above it at
     * full speed, {@code c + e * d}. Source: Ruemmler and Wilkes, An introduction to disk drive
     * modeling, 1994.
     *
     * @param linearFrom first distance of the straight piece, cylinders
     * @param shortNanos a
     * @param rootNanos b
     * @param longNanos c
     * @param cylinderNanos e
     */
    record TwoPieces(
            int linearFrom, long shortNanos, long rootNanos, long longNanos, long cylinderNanos)
            implements SeekCurve {
        @Override
        public int[] tabulate(int cylinders) {
            int[] table = new int[cylinders];
            for (int distance = 1; distance < cylinders; distance++) {
                table[distance] = (int)
                        (distance < linearFrom
                                ? shortNanos + (long) (rootNanos * StrictMath.sqrt(distance))
                                : longNanos + cylinderNanos * distance);
            }
            return table;
        }
    }
}
