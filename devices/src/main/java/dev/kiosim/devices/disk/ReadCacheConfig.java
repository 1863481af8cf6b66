package dev.kiosim.devices.disk;

import dev.kiosim.config.ConfigException;

/**
 * The segmented read buffer of a disk.
 *
 * @param segments how many; 0 means that nothing is kept
 * @param segmentSectors size of each, 512-byte sectors
 * @param hitOverheadNanos controller time of a read that finds its data there
 * @param readAhead how far the drive reads on after a read
 */
public record ReadCacheConfig(
        int segments, int segmentSectors, long hitOverheadNanos, ReadAheadPolicy readAhead) {
    /** How far a drive reads on by itself. */
    public enum ReadAheadPolicy {
        /** Not at all. */
        NONE("none"),
        /** Until the segment is full. */
        SEGMENT("segment"),
        /** To the end of the track. */
        TRACK("track"),
        /** One logical track ahead of the reader, as far as the segment holds it. */
        STREAM("stream");

        private final String word;

        ReadAheadPolicy(String word) {
            this.word = word;
        }

        /** The word in a scenario. */
        public String word() {
            return word;
        }
    }

    /** No buffer at all. */
    public static final ReadCacheConfig NONE = new ReadCacheConfig(0, 0, 0, ReadAheadPolicy.NONE);

    /** Checks that there is something to read ahead into. */
    public ReadCacheConfig {
        if (segments < 0 || segments > 0 && segmentSectors < 1) {
            throw new ConfigException("segment_size", segmentSectors * 512L, "at least one sector");
        }
        if (segments == 0 && readAhead != ReadAheadPolicy.NONE) {
            throw new ConfigException(
                    "segments", segments, "at least 1, as read_ahead is " + readAhead.word());
        }
    }
}
