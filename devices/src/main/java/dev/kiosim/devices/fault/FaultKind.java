package dev.kiosim.devices.fault;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.engine.Nullable;
import java.util.List;
import java.util.Locale;

/** {@code kind: fault}. */
public final class FaultKind implements DeviceKind {
    private static final String ANY = "any";
    private static final long SECTORS_MAX = 1L << 54;
    private static final List<Key> KEYS = List.of(
            Key.required("device", KeyType.DEVICE, "The device that works, below this one."),
            Key.word(
                    "op",
                    List.of(ANY, "read", "write", "flush", "discard"),
                    "Hit only bios of this operation."),
            Key.optional(
                            "sector",
                            KeyType.INTEGER,
                            "0",
                            "Hit only bios with this sector or a later one.")
                    .between(0, SECTORS_MAX),
            Key.optional(
                            "sectors",
                            KeyType.INTEGER,
                            null,
                            "Hit only bios with one of so many sectors from sector. Default: to"
                                    + " the end.")
                    .between(1, SECTORS_MAX),
            Key.optional(
                    "from",
                    KeyType.DURATION,
                    "0s",
                    "Hit only bios that come at this time or later."),
            Key.optional(
                    "until",
                    KeyType.DURATION,
                    null,
                    "Hit only bios that come before this time. Default: no end."),
            Key.optional(
                            "nth",
                            KeyType.INTEGER,
                            null,
                            "Of these bios, hit only the nth, from 1. Default: all.")
                    .between(1, Long.MAX_VALUE),
            Key.optional(
                            "every",
                            KeyType.INTEGER,
                            null,
                            "Of these bios, hit only each so many-th. Default: all.")
                    .between(1, Long.MAX_VALUE),
            Key.optional(
                    "probability",
                    KeyType.DECIMAL,
                    "1",
                    "Of these bios, hit each with this chance, 0 to 1, from the random stream"
                            + " \"fault NAME\"."),
            Key.word(
                    "error",
                    List.of(
                            "EIO",
                            "ENODEV",
                            "ENOSPC",
                            "ENODATA",
                            "ETIMEDOUT",
                            "EOPNOTSUPP",
                            "none"),
                    "How a bio that is hit fails; none: it is served, but slowly. ENODEV from a"
                            + " time on is a device that is gone."),
            Key.optional("delay", KeyType.DURATION, "0s", "A bio that is hit ends so much later."),
            Key.optional(
                            "slow_factor",
                            KeyType.INTEGER,
                            "1",
                            "The device below takes so many times as long for a bio that is hit.")
                    .between(1, 1_000_000)
                    .when("error=none"));

    @Override
    public String name() {
        return "fault";
    }

    @Override
    public String summary() {
        return "fails or slows down bios of another device, as told";
    }

    @Override
    public List<Key> keys() {
        return KEYS;
    }

    @Override
    public BlockDevice build(DeviceContext context, String deviceName, Settings settings) {
        BlockDevice below = context.device(settings.text("device"));
        return new FaultDevice(deviceName, below, rule(settings), context.engine());
    }

    private static FaultRule rule(Settings settings) {
        long first = settings.number("sector");
        double probability = settings.decimal("probability");
        if (!(probability >= 0 && probability <= 1)) {
            throw new ConfigException("probability", probability, "0 to 1, such as 0.01");
        }
        return new FaultRule(
                op(settings.text("op")),
                first,
                settings.has("sectors") ? first + settings.number("sectors") : Long.MAX_VALUE,
                settings.number("from"),
                settings.has("until") ? settings.number("until") : Long.MAX_VALUE,
                settings.has("nth") ? settings.number("nth") : 0,
                settings.has("every") ? settings.number("every") : 0,
                (int) StrictMath.rint(probability * FaultRule.CERTAIN),
                status(settings.text("error")),
                settings.number("delay"),
                (int) settings.number("slow_factor"));
    }

    private static Bio.@Nullable Op op(String word) {
        return word.equals(ANY) ? null : Bio.Op.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static int status(String error) {
        return switch (error) {
            case "none" -> BioStatus.OK;
            case "ENODEV" -> BioStatus.ENODEV;
            case "ENOSPC" -> BioStatus.ENOSPC;
            case "ENODATA" -> BioStatus.ENODATA;
            case "ETIMEDOUT" -> BioStatus.ETIMEDOUT;
            case "EOPNOTSUPP" -> BioStatus.EOPNOTSUPP;
            default -> BioStatus.EIO;
        };
    }
}
