package dev.kiosim.devices.ssd;

/** Drives with all their numbers: sections 2.1 and 2.3 of the spec of devices. */
enum SsdPreset {
    /**
     * The default device of MQSim, map in DRAM, no write buffer. Source: MQSim's ssdconfig.xml;
     * single nanoseconds of commands and link entries from its recorded latencies at queue depth 1.
     */
    MQSIM_DEFAULT("mqsim-default") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(8, 4, 2, 2, 2048, 256, 8192),
                    new FlashTiming(75_000, 750_000, 3_800_000, 310, 361, 333_333_333),
                    new HostLink(3_282_051_282L, 60, 68, 0, 0, 1024),
                    new GarbageCollection(70_000, 50_000));
        }
    },
    /**
     * Intel SSD 320, 300 GB class, SATA 3 Gb/s. Source: vendor's rates; flash and controller times
     * are design values that reach them.
     */
    INTEL_320("intel-320") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(10, 2, 1, 2, 3744, 256, 8192),
                    new FlashTiming(50_000, 800_000, 2_000_000, 300, 400, 166_000_000),
                    new HostLink(275_000_000, 100, 100, 25_000, 0, 32),
                    new GarbageCollection(70_000, 20_000));
        }
    },
    /**
     * Intel X25-M G2, 160 GB, SATA 3 Gb/s. Source: vendor's rates; flash and controller times are
     * design values.
     */
    X25_M("x25-m") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(10, 2, 1, 2, 8192, 128, 4096),
                    new FlashTiming(50_000, 800_000, 2_000_000, 300, 400, 166_000_000),
                    new HostLink(275_000_000, 100, 100, 28_500, 0, 32),
                    new GarbageCollection(75_000, 20_000));
        }
    },
    /**
     * Intel DC P3700, NVMe. Source: vendor's rates and AnandTech; flash and controller times are
     * design values.
     */
    P3700("p3700") {
        @Override
        SsdConfig config() {
            return whole(
                    new FlashGeometry(18, 8, 1, 2, 1184, 256, 16384),
                    new FlashTiming(60_000, 750_000, 2_000_000, 300, 400, 400_000_000),
                    new HostLink(2_850_000_000L, 100, 100, 2_150, 36_000, 1024),
                    new GarbageCollection(250_000, 20_000));
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
            GarbageCollection collection) {
        long sectors = collection.logicalSectors(geometry.rawSectors(), geometry.sectorsPerPage());
        return new SsdConfig(geometry, timing, link, collection, sectors, 512);
    }
}
