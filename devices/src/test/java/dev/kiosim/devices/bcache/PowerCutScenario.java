package dev.kiosim.devices.bcache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs when the power fails: a cache of some hundred small buckets, so that space, nodes and
 * journal are short all the time.
 *
 * @param sectors that are read and written
 * @param eventsMax events of the longest life between two cuts
 */
record PowerCutScenario(
        String name,
        int sectors,
        int tasks,
        int eventsMax,
        Mix mix,
        int bucketSectors,
        List<String> disk,
        List<String> ssd,
        Map<String, String> attributes) {
    private static final int BUCKETS = 560;

    /** Shares in per cent; of all bios, of the others, and of writes. */
    record Mix(
            int flushes, int reads, int fua, int sequential, int sectorsMax, int thinkNanosMax) {}

    private static final List<String> PLAIN_DISK = List.of("size: 64MiB");
    private static final List<String> CACHING_DISK = List.of("size: 64MiB", "write_cache: 256KiB");
    private static final Mix USUAL = new Mix(2, 30, 5, 20, 24, 2_000_000);

    /** Whether the cache is detached now and then. */
    boolean detaches() {
        return name.equals("detach");
    }

    @Override
    public String toString() {
        return name;
    }

    BcacheConfig config() {
        return BcacheConfig.defaults().withFormat(bucketSectors, 1).withCosts(1000, 2000, 100);
    }

    private static PowerCutScenario of(
            String name, Mix mix, List<String> disk, int bucketSectors, String... attributes) {
        Map<String, String> set = new LinkedHashMap<>();
        set.put("bdev/sequential_cutoff", "262144");
        for (String attribute : attributes) {
            String[] parts = attribute.split("=", 2);
            set.put(parts[0], parts[1]);
        }
        int sectors = bucketSectors * BUCKETS / 4;
        List<String> ssd = ssd(bucketSectors);
        return new PowerCutScenario(name, sectors, 4, 700, mix, bucketSectors, disk, ssd, set);
    }

    private static List<String> ssd(int bucketSectors) {
        return List.of(
                "size: " + bucketSectors * BUCKETS * 512 + "B",
                "channels: 1",
                "chips_per_channel: 2",
                "dies_per_chip: 1",
                "planes_per_die: 1",
                "pages_per_block: 64");
    }

    /** The same with buckets of another size, a third of the cache in use, and longer lives. */
    PowerCutScenario longer(int ofBucketSectors) {
        return new PowerCutScenario(
                name,
                ofBucketSectors * BUCKETS / 3,
                tasks,
                1_200,
                mix,
                ofBucketSectors,
                disk,
                ssd(ofBucketSectors),
                attributes);
    }

    /** The same on drives that lose nothing that they have acknowledged. */
    PowerCutScenario withoutVolatileCaches() {
        List<String> protectedSsd = new ArrayList<>(ssd);
        protectedSsd.add("power_loss_protection: on");
        return new PowerCutScenario(
                name,
                sectors,
                tasks,
                eventsMax,
                mix,
                bucketSectors,
                PLAIN_DISK,
                protectedSsd,
                attributes);
    }

    /** The one of this name. */
    static PowerCutScenario named(String name) {
        return all().stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
    }

    /** All of them. */
    static List<PowerCutScenario> all() {
        Mix fuaHeavy = new Mix(2, 20, 60, 10, 24, 1_000_000);
        Mix flushHeavy = new Mix(25, 20, 0, 10, 24, 1_000_000);
        Mix streams = new Mix(3, 30, 10, 90, 64, 500_000);
        Mix writes = new Mix(2, 5, 20, 0, 16, 100_000);
        Mix small = new Mix(4, 10, 10, 0, 2, 100_000);
        return List.of(
                of("writeback", USUAL, PLAIN_DISK, 16, "bdev/cache_mode=writeback"),
                of("writethrough", USUAL, PLAIN_DISK, 16, "bdev/cache_mode=writethrough"),
                of("writearound", USUAL, CACHING_DISK, 16, "bdev/cache_mode=writearound"),
                of("fua-heavy", fuaHeavy, CACHING_DISK, 16, "bdev/cache_mode=writeback"),
                of("flush-heavy", flushHeavy, CACHING_DISK, 16, "bdev/cache_mode=writeback"),
                of("streams", streams, CACHING_DISK, 32, "bdev/cache_mode=writeback"),
                of("gc-busy", writes, PLAIN_DISK, 8, "bdev/cache_mode=writethrough"),
                of(
                        "moving-gc",
                        writes,
                        PLAIN_DISK,
                        16,
                        "bdev/cache_mode=writeback",
                        "cset/internal/copy_gc_enabled=1"),
                of("journal-full", small, PLAIN_DISK, 16, "bdev/cache_mode=writeback"),
                of(
                        "discard",
                        USUAL,
                        CACHING_DISK,
                        16,
                        "bdev/cache_mode=writeback",
                        "cache/discard=1"),
                of("detach", USUAL, CACHING_DISK, 16, "bdev/cache_mode=writeback"));
    }
}
