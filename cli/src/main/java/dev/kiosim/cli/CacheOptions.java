package dev.kiosim.cli;

import dev.kiosim.block.Bio;
import dev.kiosim.cli.report.CacheTable;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Measure;
import dev.kiosim.config.Nearest;
import dev.kiosim.devices.bcache.BcacheConfig;
import dev.kiosim.devices.bcache.BcacheKind;
import dev.kiosim.devices.bcache.UntimedBcache;
import dev.kiosim.devices.untimed.PlainCache;
import dev.kiosim.devices.untimed.UntimedCache;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say through which caches a trace is replayed. */
final class CacheOptions {
    private static final List<String> KINDS = List.of("bcache", "lru", "fifo");
    private static final List<String> MODES = wordsOf("cache_mode");
    private static final List<String> POLICIES = wordsOf("cache_replacement_policy");
    private static final int PERCENT_MAX = 40;
    private static final int BUCKETS_MAX = 1 << 24;
    private static final int BLOCKS_MAX = 1 << 28;

    @Option(
            names = "--cache",
            paramLabel = "CACHE",
            split = ",",
            description = "Which caches, with commas between: bcache, lru, fifo (plain caches of"
                    + " blocks). Default: bcache.")
    private List<String> kinds = List.of("bcache");

    @Option(
            names = "--cache-size",
            paramLabel = "SIZE",
            split = ",",
            description = "Their sizes, with commas between: each cache in each size."
                    + " Default: 1GiB.")
    private List<String> sizes = List.of("1GiB");

    @Option(
            names = "--bucket-size",
            paramLabel = "SIZE",
            description = "Size of bcache's buckets. Default: 512KiB.")
    private String bucketSize = "512KiB";

    @Option(
            names = "--block-size",
            paramLabel = "SIZE",
            description = "Unit of caching, 512B to 4KiB. Default: 4KiB.")
    private String blockSize = "4KiB";

    @Option(
            names = "--cache-mode",
            paramLabel = "MODE",
            description = "bcache's cache_mode: writethrough, writeback, writearound or none."
                    + " Default: writethrough.")
    private String mode = MODES.get(0);

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "bcache's cache_replacement_policy: lru, fifo or random. Default: lru.")
    private String policy = POLICIES.get(0);

    @Option(
            names = "--sequential-cutoff",
            paramLabel = "SIZE",
            description = "bcache's sequential_cutoff; 0 for none. Default: 4MiB.")
    private String sequentialCutoff = "4MiB";

    @Option(
            names = "--writeback-percent",
            paramLabel = "N",
            description = "Share of the cache that bcache leaves dirty, 0 to 40 per cent."
                    + " Default: 10.")
    private int writebackPercent = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the random policy. Default: 1.")
    private long seed = 1;

    /** A cache, and how it is called in the table. */
    record Chosen(String name, long sizeBytes, UntimedCache cache) {
        CacheTable.Row row() {
            return new CacheTable.Row(name, sizeBytes, cache.counts());
        }
    }

    /** What a key of a scenario takes, the default first. */
    private static List<String> wordsOf(String bcacheKey) {
        return new BcacheKind()
                .keys().stream()
                        .filter(key -> key.name().equals(bcacheKey))
                        .findFirst()
                        .orElseThrow()
                        .allowed();
    }

    /**
     * The caches that were asked for, all empty.
     *
     * @throws WrongUsage if there cannot be such caches
     */
    List<Chosen> choose() {
        check("--cache-mode", mode, MODES);
        check("--policy", policy, POLICIES);
        if (writebackPercent < 0 || writebackPercent > PERCENT_MAX) {
            throw new WrongUsage("--writeback-percent " + writebackPercent + ": expected 0 to 40");
        }
        int blockSectors = sectors("--block-size", blockSize, 1, 8);
        int bucketSectors = sectors("--bucket-size", bucketSize, 8, 1 << 15);
        List<Chosen> chosen = new ArrayList<>();
        for (String kind : kinds) {
            check("--cache", kind, KINDS);
            for (String size : sizes) {
                chosen.add(make(kind, size, bucketSectors, blockSectors));
            }
        }
        return chosen;
    }

    private Chosen make(String kind, String size, int bucketSectors, int blockSectors) {
        long bytes = bytes("--cache-size", size);
        long sectors = bytes >> Bio.SECTOR_SHIFT;
        long blocks = sectors / blockSectors;
        if (blocks < 1 || blocks >= BLOCKS_MAX) {
            throw new WrongUsage("--cache-size " + size + ": expected at least a block, and less"
                    + " than 2^28 of them; --block-size tells how large one is");
        }
        if (!kind.equals("bcache")) {
            PlainCache.Policy plain =
                    kind.equals("lru") ? PlainCache.Policy.LRU : PlainCache.Policy.FIFO;
            return new Chosen(kind, bytes, new PlainCache(plain, (int) blocks, blockSectors));
        }
        long buckets = sectors / bucketSectors;
        if (buckets <= UntimedBcache.TOO_FEW_BUCKETS || buckets > BUCKETS_MAX) {
            throw new WrongUsage("--cache-size " + size + " is " + buckets + " buckets of "
                    + bucketSize + "; expected 513 to 2^24, so another size or --bucket-size");
        }
        return new Chosen("bcache " + policy, bytes, bcache(sectors, bucketSectors, blockSectors));
    }

    private UntimedBcache bcache(long sectors, int bucketSectors, int blockSectors) {
        BcacheConfig config = BcacheConfig.defaults().withFormat(bucketSectors, blockSectors);
        UntimedBcache cache = new UntimedBcache("bcache", config, sectors, seed);
        cache.set("cache_mode", mode);
        cache.set("cache_replacement_policy", policy);
        long cutoff = bytes("--sequential-cutoff", sequentialCutoff);
        if (cutoff > 0xffffffffL) {
            throw new WrongUsage(
                    "--sequential-cutoff " + sequentialCutoff + ": expected less than 4GiB");
        }
        cache.set("sequential_cutoff", Long.toString(cutoff));
        cache.set("writeback_percent", Integer.toString(writebackPercent));
        return cache;
    }

    private static int sectors(String option, String text, int min, int max) {
        long bytes = bytes(option, text);
        long sectors = bytes >> Bio.SECTOR_SHIFT;
        if (Long.bitCount(bytes) != 1 || sectors < min || sectors > max) {
            throw new WrongUsage(option + " " + text + ": expected a power of two, "
                    + Measure.SIZE.text((long) min << Bio.SECTOR_SHIFT) + " to "
                    + Measure.SIZE.text((long) max << Bio.SECTOR_SHIFT));
        }
        return (int) sectors;
    }

    private static long bytes(String option, String text) {
        try {
            long bytes = Measure.SIZE.read(Key.optional(option, KeyType.SIZE, null, ""), text);
            if (bytes < 0) {
                throw new WrongUsage(option + " " + text + ": expected a size above 0");
            }
            return bytes;
        } catch (ConfigException wrong) {
            throw new WrongUsage(option + " " + text + ": expected " + Measure.SIZE.description());
        }
    }

    /** Lets one of the allowed words pass. */
    static void check(String option, String word, List<String> allowed) {
        if (!allowed.contains(word)) {
            throw new WrongUsage(option + " " + word + ": expected one of "
                    + String.join(", ", allowed) + Nearest.question(Nearest.to(word, allowed)));
        }
    }
}
