package dev.kiosim.devices.bcache;

import static dev.kiosim.devices.bcache.SysfsAttribute.UINT_MAX;
import static dev.kiosim.devices.bcache.SysfsAttribute.action;
import static dev.kiosim.devices.bcache.SysfsAttribute.count;
import static dev.kiosim.devices.bcache.SysfsAttribute.flag;
import static dev.kiosim.devices.bcache.SysfsAttribute.number;
import static dev.kiosim.devices.bcache.SysfsAttribute.readOnly;
import static dev.kiosim.devices.bcache.SysfsAttribute.size;
import static dev.kiosim.devices.bcache.SysfsAttribute.word;

import dev.kiosim.config.KeyType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a backing device, apart from writeback and statistics. */
final class BackingAttributes {
    private static final List<String> MODES =
            Arrays.stream(CacheMode.values()).map(CacheMode::label).toList();
    private static final List<String> READAHEAD_POLICIES = List.of("all", "meta-only");
    private static final List<String> ON_SET_FAILURE = List.of("auto", "always");

    private BackingAttributes() {}

    static List<SysfsAttribute> rows() {
        return Stream.of(policy(), state(), errors(), actions())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SysfsAttribute> policy() {
        return List.of(
                word(
                                "bdev/cache_mode",
                                "What becomes of writes.",
                                MODES,
                                b -> b.device().mode().ordinal(),
                                (b, mode) -> b.device().changeMode(CacheMode.values()[(int) mode]))
                        .asWordKey(),
                number(
                                "bdev/sequential_cutoff",
                                "Streams of at least this length bypass the cache; 0 for none.",
                                0,
                                UINT_MAX,
                                b -> b.device().settings().sequentialCutoffBytes,
                                (b, bytes) -> b.device().settings().setSequentialCutoff(bytes))
                        .showing(b -> HumanSize.of(b.device().settings().sequentialCutoffBytes))
                        .shownAs("bytes, 0 to " + UINT_MAX + "; shown as a size")
                        .asKey(KeyType.SIZE, "4MiB"),
                word(
                                "bdev/readahead_cache_policy",
                                "Which read-ahead and background IO is cached.",
                                READAHEAD_POLICIES,
                                b -> b.device().settings().metadataReadaheadOnly ? 1 : 0,
                                (b, policy) ->
                                        b.device().settings().metadataReadaheadOnly = policy == 1)
                        .asWordKey());
    }

    private static List<SysfsAttribute> state() {
        return List.of(
                readOnly(
                        "bdev/state",
                        "Whether it is attached, and whether the cache has data that it has not.",
                        "no cache, clean, dirty, inconsistent",
                        b -> b.device().superblock().state().label()),
                size(
                        "bdev/dirty_data",
                        "Data that are in the cache only, exactly.",
                        b -> b.device().stripes().total() << 9),
                size(
                        "bdev/stripe_size",
                        "Unit in which dirty data are counted, for RAIDs.",
                        b -> b.device().stripes().stripeSectors() << 9),
                count(
                        "bdev/partial_stripes_expensive",
                        "Whether the device wants whole stripes.",
                        b -> b.device().stripes().partialStripesExpensive() ? 1 : 0),
                readOnly(
                        "bdev/backing_dev_name",
                        "The device below.",
                        "name",
                        b -> b.device().backing().name()),
                readOnly(
                        "bdev/backing_dev_uuid",
                        "Identity in its superblock; made of its name.",
                        "UUID",
                        b -> b.backingUuid()),
                new SysfsAttribute(
                        "bdev/label",
                        "text, up to 32 bytes",
                        0,
                        0,
                        List.of(),
                        "A name in the superblock, which is written.",
                        null,
                        b -> b.device().settings().label,
                        (b, text) -> b.device().changeLabel(SysfsValue.withoutNewline(text))));
    }

    private static List<SysfsAttribute> errors() {
        return List.of(
                count(
                        "bdev/io_errors",
                        "Failed IO of the backing device, read-ahead apart.",
                        b -> b.device().backingErrors().errors()),
                number(
                        "bdev/io_error_limit",
                        "Errors of the backing device with which it is given up.",
                        0,
                        Integer.MAX_VALUE,
                        b -> b.device().backingErrors().limit(),
                        (b, limit) -> b.device().backingErrors().setLimit(limit)),
                flag(
                        "bdev/io_disable",
                        "Whether every IO fails.",
                        b -> b.life().isIoDisabled() ? 1 : 0,
                        (b, on) -> b.life().disableIo(on != 0)),
                word(
                                "bdev/stop_when_cache_set_failed",
                                "Whether it stops if its set fails: only with dirty data, or"
                                        + " always.",
                                ON_SET_FAILURE,
                                b -> b.device().settings().stopsWhenSetFailed ? 1 : 0,
                                (b, always) ->
                                        b.device().settings().stopsWhenSetFailed = always == 1)
                        .asWordKey());
    }

    private static List<SysfsAttribute> actions() {
        return List.of(
                new SysfsAttribute(
                        "bdev/running",
                        "1",
                        0,
                        0,
                        List.of(),
                        "Whether the device can be used; writing 1 starts it without its set.",
                        null,
                        b -> b.life().isRunning() ? "1" : "0",
                        BackingAttributes::run),
                action(
                        "bdev/attach",
                        "UUID of the set",
                        "Attaches the device to the set.",
                        Bcache::attach),
                action(
                        "bdev/detach",
                        "Writes back what is dirty, bypassing all IO meanwhile, then detaches.",
                        b -> b.device().detach()),
                action(
                        "bdev/stop",
                        "Stops the device: IO fails from then on; dirty data stay in the cache.",
                        b -> b.life().stop()),
                action(
                        "bdev/clear_stats",
                        "Zeroes stats_total.",
                        b -> b.device().statistics().clearTotal()));
    }

    private static int run(Bcache bcache, String text) {
        long number = SysfsValue.number(text);
        return number <= 0 ? (int) number : bcache.run();
    }
}
