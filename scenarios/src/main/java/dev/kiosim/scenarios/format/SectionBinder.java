package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Nearest;
import dev.kiosim.config.Settings;
import dev.kiosim.config.Values;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.Form;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Binds a map of the file to a table of keys: unknown and missing keys, types, units, ranges and
 * references. One binder for each section; what is wrong is reported and left out.
 */
final class SectionBinder {
    private static final Pattern LOOKS_LIKE_VALUE = Pattern.compile("[-+]?[0-9][0-9.]*|true|false");

    private final String what;
    private final Names names;
    private final Mistakes mistakes;
    private final Map<String, Location> places = new LinkedHashMap<>();

    /** {@code what} is how messages call the section: {@code device hdd}. */
    SectionBinder(String what, Names names, Mistakes mistakes) {
        this.what = what;
        this.names = names;
        this.mistakes = mistakes;
    }

    /** The section, with defaults filled in; incomplete if a mistake was reported. */
    Section bind(MapNode map, List<Key> keys) {
        return bind(map, keys, List.of());
    }

    /** The same for a map in which other keys are allowed too, that somebody else binds. */
    Section bind(MapNode map, List<Key> keys, List<String> others) {
        Group group = new Group(what, "", keys, others);
        return new Section(bindGroup(map, group), map.at(), places);
    }

    /**
     * A table of keys and where in the section it applies.
     *
     * @param called how messages call it
     * @param prefix of the paths of its keys: empty, or ends with a dot
     * @param others names of keys that somebody else binds
     */
    private record Group(String called, String prefix, List<Key> keys, List<String> others) {
        /** The group below a key; {@code path} is that key's. */
        static Group under(Key key, String path) {
            return new Group(key.name(), path + ".", key.parts(), List.of());
        }

        List<String> allowed() {
            List<String> allowed = new ArrayList<>(keys.stream().map(Key::name).toList());
            allowed.addAll(others);
            return allowed;
        }
    }

    private Settings bindGroup(MapNode map, Group group) {
        Settings settings = new Settings();
        for (Entry entry : map.entries()) {
            if (!group.others.contains(entry.key())) {
                bindEntry(entry, group, settings);
            }
        }
        List<Key> absent =
                group.keys.stream().filter(key -> map.find(key.name()) == null).toList();
        for (Key key : absent) {
            if (key.required()) {
                mistakes.error(
                        map.at(),
                        group.called + " lacks the key " + quoted(key.name()) + "; expected "
                                + Values.expected(key));
            }
        }
        settings.fillIn(absent);
        return settings;
    }

    private void bindEntry(Entry entry, Group group, Settings settings) {
        Key key = find(group.keys, entry.key());
        if (key == null) {
            mistakes.error(entry.at(), unknownKey(entry.key(), group));
            return;
        }
        String path = group.prefix + key.name();
        places.put(path, entry.value().at());
        Object value = value(key, entry.value(), path);
        if (value != null) {
            settings.put(key.name(), value, true);
        }
    }

    private static String unknownKey(String name, Group group) {
        List<String> allowed = group.allowed();
        String synonym = Synonyms.of(name, allowed);
        String meant = synonym.isEmpty() ? Nearest.to(name, allowed) : synonym;
        return "unknown key " + quoted(name) + " in " + group.called + "; allowed: "
                + String.join(", ", allowed) + Nearest.question(meant);
    }

    /** The value, or null after reporting what is wrong with it. */
    private @Nullable Object value(Key key, Node node, String path) {
        return switch (key.type()) {
            case GROUP -> group(key, node, path);
            case PRESET -> group(key, node instanceof Scalar ? alone(key, node) : node, path);
            case GROUPS -> groups(key, node, path);
            case WORDS, FLAGS, OPERANDS -> list(key, node, path);
            default -> scalar(key, node);
        };
    }

    private @Nullable Settings group(Key key, Node node, String path) {
        if (node instanceof MapNode map) {
            return bindGroup(map, Group.under(key, path));
        }
        mistakes.wrongShape(key.name(), node, Values.expected(key));
        return null;
    }

    /** A group of which only the first part is written: as the map that it stands for. */
    private static MapNode alone(Key key, Node node) {
        String first = key.parts().get(0).name();
        return new MapNode(node.at(), List.of(new Entry(first, node.at(), node)));
    }

    private @Nullable List<Settings> groups(Key key, Node node, String path) {
        if (!(node instanceof ListNode list)) {
            mistakes.wrongShape(key.name(), node, Values.expected(key));
            return null;
        }
        List<Settings> groups = new ArrayList<>();
        for (Node item : list.items()) {
            MapNode map = item instanceof MapNode given ? given : alone(key, item);
            String itemPath = path + "." + groups.size();
            places.put(itemPath, item.at());
            groups.add(bindGroup(map, Group.under(key, itemPath)));
        }
        return groups;
    }

    private List<String> list(Key key, Node node, String path) {
        List<Node> items = node instanceof ListNode list ? list.items() : List.of(node);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            places.put(path + "." + i, items.get(i).at());
            Object value = scalar(key, items.get(i));
            if (value != null) {
                values.add((String) value);
            }
        }
        return values;
    }

    private @Nullable Object scalar(Key key, Node node) {
        if (!(node instanceof Scalar scalar)
                || isEmpty(key, scalar)
                || isStrayBoolean(key, scalar)) {
            mistakes.wrongShape(key.name(), node, Values.expected(key));
            return null;
        }
        if (isTextForNumber(key, scalar)) {
            String found = scalar.describe() + ", which is text";
            mistakes.error(
                    node.at(), key.name() + " is " + found + "; expected " + Values.expected(key));
            return null;
        }
        return read(key, scalar);
    }

    private @Nullable Object read(Key key, Scalar scalar) {
        try {
            Object value = Values.read(key, scalar.text());
            String wrongName = names.wrong(key, scalar.text());
            if (wrongName == null) {
                return value;
            }
            mistakes.error(scalar.at(), wrongName);
        } catch (ConfigException found) {
            mistakes.error(scalar.at(), found.description());
        }
        return null;
    }

    /** Whether nothing is written; {@code null} is a word like others where it is one of them. */
    private static boolean isEmpty(Key key, Scalar scalar) {
        return scalar.isEmpty() && !key.allowed().contains(scalar.text());
    }

    /** Whether YAML or JSON took for a boolean what is to be a name, word or number. */
    private static boolean isStrayBoolean(Key key, Scalar scalar) {
        return scalar.form() == Form.BOOLEAN
                && key.type() != KeyType.BOOLEAN
                && key.type() != KeyType.TEXT;
    }

    /** Whether text stands where a number or boolean is wanted, and only looks like one. */
    private static boolean isTextForNumber(Key key, Scalar scalar) {
        boolean wantsNumber = key.type() == KeyType.INTEGER
                || key.type() == KeyType.DECIMAL
                || key.type() == KeyType.BOOLEAN;
        return wantsNumber
                && scalar.form() == Form.TEXT
                && !key.allowed().contains(scalar.text())
                && LOOKS_LIKE_VALUE.matcher(scalar.text()).matches();
    }

    /** The key of that name, or null. */
    static @Nullable Key find(List<Key> keys, String name) {
        for (Key key : keys) {
            if (key.name().equals(name)) {
                return key;
            }
        }
        return null;
    }
}
