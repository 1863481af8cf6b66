package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Sysfs attributes by name, in the order in which they were added. */
final class AttributeTable {
    private static final int EINVAL = -Errno.EINVAL;
    private static final int EACCES = -Errno.EACCES;
    private static final int ENOENT = -Errno.ENOENT;

    /** Takes a value that was written; 0 or -errno. */
    interface Store {
        int store(String value);
    }

    private record Attribute(
            @Nullable Supplier<String> show, @Nullable Store store) {}

    private final Map<String, Attribute> attributes = new LinkedHashMap<>();

    void add(String name, @Nullable Supplier<String> show, @Nullable Store store) {
        attributes.put(name, new Attribute(show, store));
    }

    void readOnly(String name, Supplier<String> show) {
        add(name, show, null);
    }

    void readOnlyNumber(String name, LongSupplier show) {
        add(name, () -> Long.toString(show.getAsLong()), null);
    }

    /** A number that is brought into its range when it is written. */
    void number(String name, LongSupplier show, LongConsumer set, long least, long greatest) {
        add(name, () -> Long.toString(show.getAsLong()), storeNumber(set, least, greatest));
    }

    static Store storeNumber(LongConsumer set, long least, long greatest) {
        return value -> {
            long number;
            try {
                number = Long.parseLong(value.strip());
            } catch (NumberFormatException notANumber) {
                return EINVAL;
            }
            if (number < 0) {
                return EINVAL;
            }
            set.accept(Math.min(Math.max(number, least), greatest));
            return 0;
        };
    }

    /** A switch, 0 or 1. */
    void flag(String name, BooleanSupplier show, Consumer<Boolean> set) {
        number(name, () -> show.getAsBoolean() ? 1 : 0, number -> set.accept(number != 0), 0, 1);
    }

    /** An action: whatever is written starts it. */
    void action(String name, Runnable action) {
        add(name, null, value -> {
            action.run();
            return 0;
        });
    }

    /** One of several words; shown as all of them, with the one that is set in brackets. */
    void word(String name, List<String> words, IntSupplier current, IntConsumer set) {
        add(name, () -> bracketed(words, current.getAsInt()), value -> {
            int index = words.indexOf(value.strip());
            if (index < 0) {
                return EINVAL;
            }
            set.accept(index);
            return 0;
        });
    }

    private static String bracketed(List<String> words, int selected) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            text.append(i == 0 ? "" : " ")
                    .append(i == selected ? "[" + words.get(i) + "]" : words.get(i));
        }
        return text.toString();
    }

    /** Writes an attribute: 0, or -ENOENT, -EACCES, -EINVAL. */
    int store(String name, String value) {
        Attribute attribute = find(name);
        if (attribute == null) {
            return ENOENT;
        }
        Store store = attribute.store;
        return store == null ? EACCES : store.store(value);
    }

    /** Reads an attribute; null if there is none of that name, or if it cannot be read. */
    @Nullable
    String show(String name) {
        Attribute attribute = find(name);
        if (attribute == null) {
            return null;
        }
        Supplier<String> show = attribute.show;
        return show == null ? null : show.get();
    }

    private @Nullable Attribute find(String name) {
        Attribute exact = attributes.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, Attribute> entry : attributes.entrySet()) {
            if (entry.getKey().endsWith("/" + name)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
