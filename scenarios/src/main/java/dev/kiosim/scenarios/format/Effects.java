package dev.kiosim.scenarios.format;

import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Section;
import java.util.List;

/**
 * Warns of keys that were written but have no effect, because another setting is not as
 * {@link Key#onlyWhen} demands.
 */
final class Effects {
    private final Section top;
    private final Mistakes mistakes;

    /** {@code top} holds the groups that conditions with a dot name. */
    Effects(Section top, Mistakes mistakes) {
        this.top = top;
        this.mistakes = mistakes;
    }

    /** Checks all keys of a section, and of the groups in it. */
    void check(Section section, List<Key> keys) {
        for (Key key : keys) {
            if (section.settings().isGiven(key.name())) {
                if (!key.onlyWhen().isEmpty()) {
                    checkCondition(section, key);
                }
                if (section.settings().isGroup(key.name())) {
                    check(section.group(key.name()), key.parts());
                }
            }
        }
    }

    private void checkCondition(Section section, Key key) {
        int equals = key.onlyWhen().indexOf('=');
        String name = key.onlyWhen().substring(0, equals);
        String wanted = key.onlyWhen().substring(equals + 1);
        int dot = name.indexOf('.');
        Section where = dot < 0 ? section : top.group(name.substring(0, dot));
        String found = valueOf(where, name.substring(dot + 1));
        if (found != null && !matches(found, wanted)) {
            mistakes.warning(section.placeOf(key.name()), noEffect(key, name, found, wanted));
        }
    }

    /** The value as text, empty if there is none; null if it was given but is wrong. */
    private static @Nullable String valueOf(Section section, String name) {
        Settings settings = section.settings();
        if (settings.has(name)) {
            return settings.describe(name);
        }
        return section.places().containsKey(name) ? null : "";
    }

    private static boolean matches(String found, String wanted) {
        for (String pattern : wanted.split("\\|", -1)) {
            boolean isPrefix = pattern.endsWith("*");
            String word = isPrefix ? pattern.substring(0, pattern.length() - 1) : pattern;
            if (isPrefix ? !found.isEmpty() && found.startsWith(word) : found.equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static String oneOf(String wanted) {
        return wanted.endsWith("*")
                ? " begins with " + wanted.substring(0, wanted.length() - 1)
                : " is " + wanted.replace("|", " or ");
    }

    private static String noEffect(Key key, String name, String found, String wanted) {
        String need = wanted.equals("*") ? name + " is given" : name + oneOf(wanted);
        String is = found.isEmpty() ? name + " is not given" : name + " is " + found;
        return key.name() + " has no effect, since " + is + "; it has one only when " + need;
    }
}
