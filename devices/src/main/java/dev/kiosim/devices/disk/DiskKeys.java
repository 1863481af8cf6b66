package dev.kiosim.devices.disk;

import dev.kiosim.block.Bio;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.disk.ReadCacheConfig.ReadAheadPolicy;
import java.util.Arrays;
import java.util.List;

/** The keys of a disk, and the config that they make of a preset. */
final class DiskKeys {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String PRESETS_DO = " Default: the preset's.";

    static final List<Key> ALL = List.of(
            Key.word(
                    "preset",
                    presetWords(),
                    "A drive with all its numbers; the other keys change single ones. Source:"
                            + " DiskSim 4.0's validation set, Ruemmler and Wilkes 1994."),
            Key.optional(
                            "size",
                            KeyType.SIZE,
                            null,
                            "Use only the first so many bytes of the drive. Default: all.")
                    .between(Bio.SECTOR_BYTES, Long.MAX_VALUE),
            Key.optional("rpm", KeyType.INTEGER, null, "Revolutions a minute." + PRESETS_DO)
                    .between(60, 100_000),
            Key.optional("heads", KeyType.INTEGER, null, "Recorded surfaces." + PRESETS_DO)
                    .between(1, 64),
            Key.optional(
                    "zones",
                    KeyType.TEXT,
                    null,
                    "Zones from the outer edge, each as cylinders x"
                            + " sectors per track + track skew + cylinder skew, in"
                            + " sectors: 848x254+97+133, 797x245+97+133."
                            + PRESETS_DO),
            Key.optional(
                    "seek",
                    KeyType.TEXT,
                    null,
                    "Seek curve: points as cylinders:nanoseconds"
                            + " (1:831000 2:1003000), or two pieces as"
                            + " d<X:a+b*sqrt, c+e*d in nanoseconds (X a b c e: 383"
                            + " 3240000 400000 8000000 8000)." + PRESETS_DO),
            duration("head_switch", "Least time to change to another head."),
            duration("write_settle", "Added to an arm move before a write."),
            duration("read_overhead", "Controller time of a read before the arm moves."),
            duration("write_overhead", "Controller time of a write before the arm moves."),
            Key.optional(
                            "bus_rate",
                            KeyType.BANDWIDTH,
                            null,
                            "Rate of the bus to the host; the transfer overlaps the"
                                    + " medium's but for the last sector. Default: takes no time.")
                    .between(1, Long.MAX_VALUE),
            Key.optional(
                            "queue_depth",
                            KeyType.INTEGER,
                            null,
                            "Commands that the drive takes at once (SATA NCQ: 32); their overheads"
                                    + " overlap the medium's work." + PRESETS_DO)
                    .between(1, 256),
            Key.word(
                            "command_order",
                            List.of("fifo", "sptf"),
                            "Which command in the drive is next: the oldest, or the one that"
                                    + " the head can begin soonest." + PRESETS_DO)
                    .defaultingTo(null),
            Key.optional(
                            "segments",
                            KeyType.INTEGER,
                            null,
                            "Segments of the read buffer; 0: no buffer." + PRESETS_DO)
                    .between(0, 1024),
            Key.optional(
                            "segment_size",
                            KeyType.SIZE,
                            null,
                            "Size of a segment of the read buffer." + PRESETS_DO)
                    .between(Bio.SECTOR_BYTES, 1L << 30),
            duration(
                    "hit_overhead", "Controller time of a read that finds its data in the buffer."),
            Key.word(
                            "read_ahead",
                            readAheadWords(),
                            "How far the drive reads on after a read: none, until"
                                    + " the segment is full, to the end of the track, or"
                                    + " one logical track ahead of the reader (stream)."
                                    + PRESETS_DO)
                    .defaultingTo(null),
            Key.optional(
                            "write_cache",
                            KeyType.SIZE,
                            null,
                            "Size of the volatile write buffer (WCE): writes are"
                                    + " acknowledged before they are durable. Default:"
                                    + " none, write-through.")
                    .between(Bio.SECTOR_BYTES, 1L << 32),
            Key.word(
                    "logical_block_size",
                    List.of("512", "4096"),
                    "Least unit of direct IO, bytes."));

    private DiskKeys() {}

    static DiskConfig config(Settings settings) {
        DiskConfig base = preset(settings.text("preset"));
        List<Zone> zones =
                settings.has("zones") ? DiskText.zones(settings.text("zones")) : base.zones();
        int heads = (int) number(settings, "heads", base.heads());
        return new DiskConfig(
                heads,
                zones,
                (int) number(settings, "rpm", base.rpm()),
                settings.has("seek") ? DiskText.seek(settings.text("seek")) : base.seek(),
                number(settings, "head_switch", base.headSwitchNanos()),
                number(settings, "write_settle", base.writeSettleNanos()),
                number(settings, "read_overhead", base.readOverheadNanos()),
                number(settings, "write_overhead", base.writeOverheadNanos()),
                number(settings, "bus_rate", base.busBytesPerSecond()),
                (int) number(settings, "queue_depth", base.queueDepth()),
                settings.has("command_order")
                        ? order(settings.text("command_order"))
                        : base.order(),
                settings.has("size")
                        ? settings.number("size") >> Bio.SECTOR_SHIFT
                        : new DiskLayout(heads, zones).sectorCount(),
                Integer.parseInt(settings.text("logical_block_size")),
                readCache(settings, base.readCache()),
                new WriteCacheConfig(
                        settings.has("write_cache")
                                ? (int) (settings.number("write_cache") >> Bio.SECTOR_SHIFT)
                                : 0));
    }

    private static ReadCacheConfig readCache(Settings settings, ReadCacheConfig base) {
        int segments = (int) number(settings, "segments", base.segments());
        ReadAheadPolicy policy = segments == 0 ? ReadAheadPolicy.NONE : base.readAhead();
        if (settings.has("read_ahead")) {
            policy = readAhead(settings.text("read_ahead"));
        }
        long segmentBytes = (long) base.segmentSectors() << Bio.SECTOR_SHIFT;
        return new ReadCacheConfig(
                segments,
                (int) (number(settings, "segment_size", segmentBytes) >> Bio.SECTOR_SHIFT),
                number(settings, "hit_overhead", base.hitOverheadNanos()),
                policy);
    }

    private static long number(Settings settings, String key, long otherwise) {
        return settings.has(key) ? settings.number(key) : otherwise;
    }

    private static Key duration(String name, String text) {
        return Key.optional(name, KeyType.DURATION, null, text + PRESETS_DO)
                .between(0, SECOND_NANOS);
    }

    private static DiskConfig preset(String word) {
        for (DiskPreset preset : DiskPreset.values()) {
            if (preset.word().equals(word)) {
                return preset.config();
            }
        }
        throw new ConfigException("preset", word, "one of " + presetWords());
    }

    private static ReadAheadPolicy readAhead(String word) {
        for (ReadAheadPolicy policy : ReadAheadPolicy.values()) {
            if (policy.word().equals(word)) {
                return policy;
            }
        }
        throw new ConfigException("read_ahead", word, "one of " + readAheadWords());
    }

    private static DiskConfig.Order order(String word) {
        for (DiskConfig.Order order : DiskConfig.Order.values()) {
            if (order.word().equals(word)) {
                return order;
            }
        }
        throw new ConfigException("command_order", word, "fifo or sptf");
    }

    private static List<String> presetWords() {
        return Arrays.stream(DiskPreset.values()).map(DiskPreset::word).toList();
    }

    private static List<String> readAheadWords() {
        return Arrays.stream(ReadAheadPolicy.values())
                .map(ReadAheadPolicy::word)
                .toList();
    }
}
