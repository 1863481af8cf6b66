package dev.kiosim.devices.bcache;

import static dev.kiosim.devices.bcache.SysfsAttribute.UINT_MAX;
import static dev.kiosim.devices.bcache.SysfsAttribute.flag;
import static dev.kiosim.devices.bcache.SysfsAttribute.number;
import static dev.kiosim.devices.bcache.SysfsAttribute.readOnly;

import dev.kiosim.config.KeyType;
import java.util.List;
import java.util.stream.Stream;

/** What sysfs can set about writeback. */
final class WritebackAttributes {
    private static final String WRITEBACK = "cache_mode=writeback";
    private static final int PERCENT_MAX = 70;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private WritebackAttributes() {}

    static List<SysfsAttribute> rows() {
        return Stream.concat(
                        Stream.of(thread(), controller(), fragment())
                                .flatMap(List::stream)
                                .map(row -> row.when(WRITEBACK)),
                        unchanging().stream())
                .toList();
    }

    private static WritebackSettings of(Bcache bcache) {
        return bcache.device().writeback();
    }

    /** A number of at least 1, which a scenario can set. */
    private static SysfsAttribute positive(
            String name,
            String text,
            String byDefault,
            SysfsAttribute.Get get,
            SysfsAttribute.Put put) {
        return number("bdev/" + name, text, 1, UINT_MAX, get, put)
                .asKey(KeyType.INTEGER, byDefault);
    }

    private static List<SysfsAttribute> thread() {
        return List.of(
                number(
                                "bdev/writeback_percent",
                                "Share of the cache that writeback leaves dirty, per cent; 0: no"
                                        + " limit of rate.",
                                0,
                                PERCENT_MAX,
                                b -> of(b).percent,
                                (b, percent) -> b.device()
                                        .setWritebackPercent(
                                                Math.min(percent, b.set().cutoffWriteback())))
                        .shownAs("number, 0 to cutoff_writeback")
                        .asKey(KeyType.INTEGER, "10"),
                number(
                                "bdev/writeback_delay",
                                "Pause of writeback after each scan of the index; whole seconds.",
                                0,
                                UINT_MAX,
                                b -> of(b).delaySeconds,
                                (b, seconds) -> of(b).delaySeconds = seconds)
                        .asKey(KeyType.DURATION, "30s"),
                flag(
                                "bdev/writeback_running",
                                "Whether dirty data are written back.",
                                b -> of(b).running ? 1 : 0,
                                (b, on) -> b.device().setWritebackRunning(on != 0))
                        .asKey(KeyType.BOOLEAN, "true"));
    }

    private static List<SysfsAttribute> controller() {
        return List.of(
                number(
                                "bdev/writeback_rate",
                                "First rate of writeback, sectors a second.",
                                1,
                                Integer.MAX_VALUE,
                                b -> b.device().limiter().rate(),
                                (b, rate) -> b.device().limiter().setRate(rate))
                        .showing(b -> HumanSize.of(b.device().shownWritebackRate() << 9))
                        .shownAs("sectors a second, 1 to 2147483647; shown as a size")
                        .asKey(KeyType.INTEGER, "1024"),
                number(
                                "bdev/writeback_rate_update_seconds",
                                "Period of the rate controller, seconds.",
                                1,
                                60,
                                b -> of(b).updateSeconds,
                                (b, seconds) -> of(b).updateSeconds = seconds)
                        .asKey(KeyType.INTEGER, "5"),
                positive(
                        "writeback_rate_p_term_inverse",
                        "Inverse gain of its proportional term.",
                        "40",
                        b -> of(b).pTermInverse,
                        (b, inverse) -> of(b).pTermInverse = inverse),
                positive(
                        "writeback_rate_i_term_inverse",
                        "Inverse gain of its integral term.",
                        "10000",
                        b -> of(b).iTermInverse,
                        (b, inverse) -> of(b).iTermInverse = inverse),
                positive(
                        "writeback_rate_minimum",
                        "Least rate of writeback, sectors a second.",
                        "8",
                        b -> of(b).rateMinimum,
                        (b, rate) -> of(b).rateMinimum = rate));
    }

    private static List<SysfsAttribute> fragment() {
        return List.of(
                flag(
                                "bdev/writeback_consider_fragment",
                                "Whether scattered dirty data are written back faster, from in_use"
                                        + " above 50 % on.",
                                b -> of(b).considerFragment ? 1 : 0,
                                (b, on) -> of(b).considerFragment = on != 0)
                        .asKey(KeyType.BOOLEAN, "true"),
                positive(
                        "writeback_rate_fp_term_low",
                        "Gain of that from 50 % on; below the next.",
                        "1",
                        b -> of(b).fpTermLow,
                        (b, gain) -> of(b).setFpTermLow(gain)),
                positive(
                        "writeback_rate_fp_term_mid",
                        "Gain of that from 57 % on; between the two.",
                        "10",
                        b -> of(b).fpTermMid,
                        (b, gain) -> of(b).setFpTermMid(gain)),
                positive(
                        "writeback_rate_fp_term_high",
                        "Gain of that from 64 % on; above the others.",
                        "1000",
                        b -> of(b).fpTermHigh,
                        (b, gain) -> of(b).setFpTermHigh(gain)));
    }

    private static List<SysfsAttribute> unchanging() {
        return List.of(
                flag(
                        "bdev/writeback_metadata",
                        "Stored; nothing in 6.1 looks at it.",
                        b -> of(b).metadata ? 1 : 0,
                        (b, on) -> of(b).metadata = on != 0),
                readOnly(
                        "bdev/writeback_rate_debug",
                        "What the controller sees and does.",
                        "lines of name and value",
                        WritebackAttributes::debug));
    }

    private static String debug(Bcache b) {
        boolean running = of(b).running;
        WritebackController controller = b.device().controller();
        long nextMillis = (b.device().limiter().nextNanos() - b.set().nowNanos()) / NANOS_PER_MILLI;
        return "rate:\t\t" + HumanSize.of(b.device().shownWritebackRate() << 9) + "/sec"
                + "\ndirty:\t\t" + HumanSize.of(b.device().stripes().total() << 9)
                + "\ntarget:\t\t" + HumanSize.of(controller.lastTarget() << 9)
                + "\nproportional:\t" + size(running, controller.lastProportional())
                + "\nintegral:\t" + size(running, controller.lastIntegral())
                + "\nchange:\t\t" + size(running, controller.lastChange()) + "/sec"
                + "\nnext io:\t" + (running ? nextMillis : 0) + "ms";
    }

    private static String size(boolean running, long sectors) {
        return HumanSize.of(running ? sectors << 9 : 0);
    }
}
