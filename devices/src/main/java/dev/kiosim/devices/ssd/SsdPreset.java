package dev.kiosim.devices.ssd;

import dev.kiosim.devices.ssd.WriteBufferConfig.PowerLoss;

/** Drives with all their numbers: sections 2.1 and 2.3 of the spec of devices. */
enum SsdPreset {
    /**
     * The default device of MQSim with all of its map in DRAM. Source: MQSim's ssdconfig.xml; the
     * nanoseconds of commands and link entries, and the part read back from DRAM, from its recorded
     * latencies. Its map cache is {@code map_cache: 2MiB}.
     */
    MQSIM_DEFAULT("mqsim-default") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(8, 4, 2, 2, 2048, 256, 8192),
                    new FlashTiming(75_000, 750_000, 3_800_000, 310, 361, 333_333_333),
                    new HostLink(3_282_051_282L, 60, 68, 0, 1024),
                    new GarbageCollection(70_000, 50_000),
                    new WriteBufferConfig(
                            256L << 20, 200_000_000, 26, 170_000, PowerLoss.LOSES_CONTENT));
        }
    },
    /**
     * Intel SSD 320, SATA 3 Gb/s. Source: the vendor's rates; flash and controller times are design
     * values that reach them.
     */
    INTEL_320("intel-320") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(10, 2, 1, 1, 7872, 256, 8192),
                    new FlashTiming(50_000, 720_000, 2_000_000, 300, 400, 166_000_000),
                    new HostLink(275_000_000, 5_000, 46_000, 25_000, 32),
                    new GarbageCollection(70_000, 20_000),
                    new WriteBufferConfig(64L << 20, 1_000_000_000, 0, 0, PowerLoss.PROTECTED));
        }
    },
    /**
     * Intel X25-M G2, 160 GB, SATA 3 Gb/s. Source: the vendor's rates; flash and controller times
     * are design values. Its 8 600 random writes a second are those of a full drive.
     */
    X25_M("x25-m") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(10, 2, 1, 1, 16896, 128, 4096),
                    new FlashTiming(50_000, 800_000, 2_000_000, 300, 400, 166_000_000),
                    new HostLink(255_000_000, 500, 36_000, 28_500, 32),
                    new GarbageCollection(75_000, 20_000),
                    new WriteBufferConfig(16L << 20, 1_000_000_000, 0, 0, PowerLoss.LOSES_CONTENT));
        }
    },
    /**
     * Intel DC P3700, NVMe. Source: the vendor's rates and AnandTech's QD1 figure; flash and
     * controller times are design values that reach them.
     */
    P3700("p3700") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(18, 8, 1, 2, 592, 256, 16384),
                    new FlashTiming(60_000, 720_000, 2_000_000, 300, 400, 400_000_000),
                    new HostLink(2_850_000_000L, 38_000, 14_400, 2_150, 1024),
                    new GarbageCollection(250_000, 20_000),
                    new WriteBufferConfig(512L << 20, 2_000_000_000, 0, 0, PowerLoss.PROTECTED));
        }
    };

    private final String word;

    SsdPreset(String word) {
        this.word = word;
    }

    /** The word in a scenario. */
    String word() {
        return word;
    }

    /** The drive. */
    abstract SsdConfig config();

    private static SsdConfig whole(
            FlashGeometry geometry,
            FlashTiming timing,
            HostLink link,
            GarbageCollection collection,
            WriteBufferConfig buffer) {
        long sectors = collection.logicalSectors(geometry.rawSectors(), geometry.sectorsPerPage());
        return new SsdConfig(geometry, timing, link, collection, buffer, 0, sectors, 512);
    }
}
