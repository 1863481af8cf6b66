package dev.kiosim.devices.ssd;

import dev.kiosim.block.Bio;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.ssd.WriteBufferConfig.PowerLoss;
import java.util.Arrays;
import java.util.List;

/** The keys of an SSD, and the config that they make of a preset. */
final class SsdKeys {
    private static final double MILLION = 1e6;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String PRESETS_DO = " Default: the preset's.";

    static final List<Key> ALL = List.of(
            Key.word(
                    "preset",
                    presetWords(),
                    "A drive with all its numbers; the other keys change single ones. Source:"
                            + " MQSim's ssdconfig.xml, vendors' data sheets."),
            Key.optional(
                            "size",
                            KeyType.SIZE,
                            null,
                            "Size offered; sets blocks_per_plane to what that needs." + PRESETS_DO)
                    .between(1 << 20, 1L << 50),
            count("channels", "Channels to the chips."),
            count(
                    "chips_per_channel",
                    "Chips (ways) on each channel: each does one operation at a time."),
            count("dies_per_chip", "Dies in each chip; they add space, not concurrency."),
            count("planes_per_die", "Planes in each die; garbage is collected in each by itself."),
            count("blocks_per_plane", "Erase blocks in each plane."),
            count("pages_per_block", "Pages in each erase block."),
            Key.optional(
                            "page_size",
                            KeyType.SIZE,
                            null,
                            "Flash page: unit of programming and of the map." + PRESETS_DO)
                    .between(512, 32768),
            duration("read_time", "Array read of a page (tR)."),
            duration("program_time", "Array program of a page (tPROG)."),
            duration("erase_time", "Erase of a block (tBERS)."),
            rate("channel_rate", "Rate of a channel."),
            rate("link_rate", "Rate of the link to the host, packet headers counted in."),
            duration(
                    "controller_time",
                    "Time for which each command keeps the controller busy: bounds IOPS."),
            duration(
                    "read_latency",
                    "What else a read takes in link and controller, any number of them at once."),
            duration(
                    "write_latency",
                    "What else a write, flush or discard takes, any number of them at once."),
            Key.optional(
                            "write_buffer",
                            KeyType.SIZE,
                            null,
                            "DRAM that acknowledges writes before they are programmed; 0: none."
                                    + PRESETS_DO)
                    .between(0, 1L << 36),
            rate("dram_rate", "Rate of the write buffer's port."),
            Key.word(
                            "power_loss_protection",
                            List.of("on", "off"),
                            "on: the write buffer survives a power cut, and FLUSH is free; off:"
                                    + " FLUSH drains it." + PRESETS_DO)
                    .defaultingTo(null),
            Key.optional(
                            "map_cache",
                            KeyType.SIZE,
                            null,
                            "DRAM for the page map (CMT), 8 bytes a page; a read that misses it"
                                    + " reads its entry from flash first. 0: all is in DRAM."
                                    + PRESETS_DO)
                    .between(0, 1L << 32),
            Key.optional(
                            "queue_depth",
                            KeyType.INTEGER,
                            null,
                            "Commands that the device takes at once." + PRESETS_DO)
                    .between(1, 65_535),
            Key.optional(
                    "over_provisioning",
                    KeyType.DECIMAL,
                    null,
                    "Spare part of the raw size, 0 to 1." + PRESETS_DO),
            Key.optional(
                    "gc_threshold",
                    KeyType.DECIMAL,
                    null,
                    "Garbage is collected when less than this part of a"
                            + " plane's blocks is free, 0 to 1." + PRESETS_DO),
            Key.word(
                    "logical_block_size",
                    List.of("512", "4096"),
                    "Least unit of direct IO, bytes."));

    private SsdKeys() {}

    static SsdConfig config(Settings settings) {
        SsdConfig base = preset(settings.text("preset"));
        GarbageCollection collection = new GarbageCollection(
                parts(settings, "over_provisioning", base.collection().spareParts()),
                parts(settings, "gc_threshold", base.collection().thresholdParts()));
        FlashGeometry geometry = geometry(settings, base.geometry(), collection);
        return new SsdConfig(
                geometry,
                timing(settings, base.timing()),
                link(settings, base.link()),
                collection,
                writeBuffer(settings, base.writeBuffer()),
                number(settings, "map_cache", base.mapCacheBytes()),
                settings.has("size")
                        ? settings.number("size") >> Bio.SECTOR_SHIFT
                        : collection.logicalSectors(
                                geometry.rawSectors(), geometry.sectorsPerPage()),
                Integer.parseInt(settings.text("logical_block_size")));
    }

    private static FlashGeometry geometry(
            Settings settings, FlashGeometry base, GarbageCollection collection) {
        FlashGeometry shape = new FlashGeometry(
                (int) number(settings, "channels", base.channels()),
                (int) number(settings, "chips_per_channel", base.chipsPerChannel()),
                (int) number(settings, "dies_per_chip", base.diesPerChip()),
                (int) number(settings, "planes_per_die", base.planesPerDie()),
                (int) number(settings, "blocks_per_plane", base.blocksPerPlane()),
                (int) number(settings, "pages_per_block", base.pagesPerBlock()),
                (int) number(settings, "page_size", base.pageBytes()));
        if (!settings.has("size")) {
            return shape;
        }
        if (settings.has("blocks_per_plane")) {
            throw new ConfigException(
                    "blocks_per_plane", shape.blocksPerPlane(), "either this or size, not both");
        }
        return shape.withBlocksPerPlane(collection.blocksFor(settings.number("size"), shape));
    }

    private static FlashTiming timing(Settings settings, FlashTiming base) {
        return new FlashTiming(
                number(settings, "read_time", base.readNanos()),
                number(settings, "program_time", base.programNanos()),
                number(settings, "erase_time", base.eraseNanos()),
                base.readCommandNanos(),
                base.programCommandNanos(),
                number(settings, "channel_rate", base.channelBytesPerSecond()));
    }

    private static HostLink link(Settings settings, HostLink base) {
        return new HostLink(
                number(settings, "link_rate", base.bytesPerSecond()),
                number(settings, "read_latency", base.readEntryNanos()),
                number(settings, "write_latency", base.writeEntryNanos()),
                number(settings, "controller_time", base.controllerNanos()),
                (int) number(settings, "queue_depth", base.queueDepth()));
    }

    private static WriteBufferConfig writeBuffer(Settings settings, WriteBufferConfig base) {
        PowerLoss powerLoss = base.powerLoss();
        if (settings.has("power_loss_protection")) {
            powerLoss = settings.text("power_loss_protection").equals("on")
                    ? PowerLoss.PROTECTED
                    : PowerLoss.LOSES_CONTENT;
        }
        return new WriteBufferConfig(
                number(settings, "write_buffer", base.bytes()),
                number(settings, "dram_rate", base.bytesPerSecond()),
                base.accessNanos(),
                base.readBackParts(),
                powerLoss);
    }

    private static long number(Settings settings, String key, long otherwise) {
        return settings.has(key) ? settings.number(key) : otherwise;
    }

    private static int parts(Settings settings, String key, int otherwise) {
        if (!settings.has(key)) {
            return otherwise;
        }
        double part = settings.decimal(key);
        if (!(part >= 0 && part < 1)) {
            throw new ConfigException(key, part, "0 or more and less than 1, such as 0.07");
        }
        return (int) StrictMath.rint(part * MILLION);
    }

    private static Key count(String name, String text) {
        return Key.optional(name, KeyType.INTEGER, null, text + PRESETS_DO).between(1, 32_767);
    }

    private static Key duration(String name, String text) {
        return Key.optional(name, KeyType.DURATION, null, text + PRESETS_DO)
                .between(0, SECOND_NANOS);
    }

    private static Key rate(String name, String text) {
        return Key.optional(name, KeyType.BANDWIDTH, null, text + PRESETS_DO)
                .between(1000, 1L << 40);
    }

    private static SsdConfig preset(String word) {
        for (SsdPreset preset : SsdPreset.values()) {
            if (preset.word().equals(word)) {
                return preset.config();
            }
        }
        throw new ConfigException("preset", word, "one of " + presetWords());
    }

    private static List<String> presetWords() {
        return Arrays.stream(SsdPreset.values()).map(SsdPreset::word).toList();
    }
}
