package dev.kiosim.devices.bcache;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import java.util.List;

/**
 * A file in bcache's folders under /sys: a row of {@link SysfsTable}. From the row come reading and
 * writing, the key of that name in a scenario, and the reference page.
 *
 * @param path folder and name: {@code bdev/} is the backing device's bcache folder
 *     ({@code /sys/block/bcache0/bcache}), {@code cset/} the cache set's, {@code cache/} the cache
 *     device's
 * @param values what can be written, or what is shown if nothing can
 * @param least least number that can be written
 * @param greatest greatest number that can be written
 * @param words the words that can be written, if they are words
 * @param text one sentence: what it is
 * @param key the scenario key of that name, or null if a scenario has none
 * @param show what reading it prints, or null if it cannot be read
 * @param store what writing it does, or null if it cannot be written
 */
public record SysfsAttribute(
        String path,
        String values,
        long least,
        long greatest,
        List<String> words,
        String text,
        @Nullable Key key,
        @Nullable Show show,
        @Nullable Store store) {
    static final long UINT_MAX = (1L << 32) - 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Prints the attribute. */
    @FunctionalInterface
    interface Show {
        String of(Bcache bcache);
    }

    /** Takes what was written: 0 or -errno. */
    @FunctionalInterface
    interface Store {
        int to(Bcache bcache, String text);
    }

    /** A number that is shown. */
    @FunctionalInterface
    interface Get {
        long of(Bcache bcache);
    }

    /** A number that was written. */
    @FunctionalInterface
    interface Put {
        void to(Bcache bcache, long value);
    }

    /** A number; what is written outside its range is moved into it, as the kernel does. */
    static SysfsAttribute number(
            String path, String text, long least, long greatest, Get get, Put put) {
        return new SysfsAttribute(
                path,
                "number, " + least + " to " + greatest,
                least,
                greatest,
                List.of(),
                text,
                null,
                bcache -> Long.toString(get.of(bcache)),
                clamped(least, greatest, put));
    }

    private static Store clamped(long least, long greatest, Put put) {
        return (bcache, text) -> {
            long number = SysfsValue.number(text);
            if (number < 0) {
                return (int) number;
            }
            put.to(bcache, Math.min(Math.max(number, least), greatest));
            return 0;
        };
    }

    /** A switch: any number but 0 turns it on. */
    static SysfsAttribute flag(String path, String text, Get get, Put put) {
        return number(path, text, 0, 1, get, put).shownAs("0 or 1");
    }

    /** One of several words, shown as all of them with the one that is set in brackets. */
    static SysfsAttribute word(String path, String text, List<String> words, Get get, Put put) {
        return new SysfsAttribute(
                path,
                String.join(", ", words),
                0,
                0,
                words,
                text,
                null,
                bcache -> SysfsValue.bracketed(words, (int) get.of(bcache)),
                (bcache, written) -> {
                    int index = SysfsValue.word(written, words);
                    if (index >= 0) {
                        put.to(bcache, index);
                    }
                    return Math.min(0, index);
                });
    }

    /** Text that only the kernel changes. */
    static SysfsAttribute readOnly(String path, String text, String values, Show show) {
        return new SysfsAttribute(path, values, 0, 0, List.of(), text, null, show, null);
    }

    /** A number that only the kernel changes. */
    static SysfsAttribute count(String path, String text, Get get) {
        return readOnly(path, text, "number", bcache -> Long.toString(get.of(bcache)));
    }

    /** A size in bytes that only the kernel changes, shown in human units. */
    static SysfsAttribute size(String path, String text, Get bytes) {
        return readOnly(path, text, "size", bcache -> HumanSize.of(bytes.of(bcache)));
    }

    /** Something that writing does; it cannot be read. */
    static SysfsAttribute action(String path, String values, String text, Store store) {
        return new SysfsAttribute(path, values, 0, 0, List.of(), text, null, null, store);
    }

    /** The same, done whatever is written. */
    static SysfsAttribute action(
            String path, String text, java.util.function.Consumer<Bcache> action) {
        return action(path, "anything", text, (bcache, written) -> {
            action.accept(bcache);
            return 0;
        });
    }

    /** The same attribute, shown in another way. */
    SysfsAttribute showing(Show newShow) {
        return new SysfsAttribute(path, values, least, greatest, words, text, key, newShow, store);
    }

    /** The same attribute with other words for what it takes. */
    SysfsAttribute shownAs(String newValues) {
        return new SysfsAttribute(path, newValues, least, greatest, words, text, key, show, store);
    }

    /** The same attribute, settable in a scenario as a number, size or switch. */
    SysfsAttribute asKey(KeyType type, String byDefault) {
        long unit = type == KeyType.DURATION ? NANOS_PER_SECOND : 1;
        Key plain = Key.optional(name(), type, byDefault, text);
        return withKey(
                type == KeyType.BOOLEAN ? plain : plain.between(least * unit, greatest * unit));
    }

    /** The same attribute, settable in a scenario as a word; the first is the default. */
    SysfsAttribute asWordKey() {
        return withKey(Key.word(name(), words, text));
    }

    /** The same attribute, whose key has an effect only under a condition. */
    SysfsAttribute when(String condition) {
        return key == null ? this : withKey(key.when(condition));
    }

    private SysfsAttribute withKey(Key newKey) {
        return new SysfsAttribute(path, values, least, greatest, words, text, newKey, show, store);
    }

    /** The name without its folder. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is a file of the cache set or the cache device. */
    boolean isOfSet() {
        return !path.startsWith("bdev/");
    }

    /** {@code rw}, {@code r} or {@code w}, as root may. */
    public String access() {
        return show == null ? "w" : store == null ? "r" : "rw";
    }

    /** The scenario's value as it would be written: sizes in bytes, durations in seconds. */
    String written(Settings settings) {
        return key == null
                ? ""
                : switch (key.type()) {
                    case WORD -> settings.text(key.name());
                    case BOOLEAN -> settings.flag(key.name()) ? "1" : "0";
                    case DURATION -> Long.toString(settings.number(key.name()) / NANOS_PER_SECOND);
                    default -> Long.toString(settings.number(key.name()));
                };
    }
}
