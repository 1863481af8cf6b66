package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Kind;
import dev.kiosim.config.Nearest;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds the items of a list to a registry of kinds: each is a map with the name of one kind, and
 * possibly keys that all kinds have in common.
 */
final class KindBinder {
    private final String what;
    private final List<Kind> kinds;
    private final List<Key> common;
    private final Mistakes mistakes;

    /** {@code what} is how messages call an item: {@code step}. */
    KindBinder(String what, List<Kind> kinds, List<Key> common, Mistakes mistakes) {
        this.what = what;
        this.kinds = kinds;
        this.common = common;
        this.mistakes = mistakes;
    }

    /** An item that has been bound. */
    record Item(Kind kind, Section section, Section common) {}

    /**
     * The items of a list; those without a kind are left out, after reporting them. What an item
     * names ({@link KeyType#NAME}) is known to those after it.
     *
     * @param called how messages call the list
     */
    List<Item> bindAll(String called, Node node, Names names) {
        List<Item> items = new ArrayList<>();
        if (!(node instanceof ListNode list)) {
            mistakes.wrongShape(called, node, "a list of " + what + "s, each begun with \"- \"");
            return items;
        }
        for (Node entry : list.items()) {
            Item item = bind(entry, names);
            if (item != null) {
                items.add(item);
                define(item, names);
            }
        }
        return items;
    }

    private static void define(Item item, Names names) {
        for (Key key : item.kind.keys()) {
            if (key.type() == KeyType.NAME && item.section.settings().has(key.name())) {
                names.define(item.section.settings().text(key.name()));
            }
        }
    }

    private @Nullable Item bind(Node node, Names names) {
        if (!(node instanceof MapNode map)) {
            mistakes.wrongShape("the " + what, node, "a map such as " + exampleFor(node));
            return null;
        }
        Entry chosen = choose(map);
        if (chosen == null) {
            return null;
        }
        Kind kind = kindOf(chosen.key());
        if (kind == null) {
            mistakes.error(chosen.at(), unknown(chosen.key()));
            return null;
        }
        Section section = bindKind(kind, chosen, names);
        List<Entry> rest = new ArrayList<>(map.entries());
        rest.remove(chosen);
        SectionBinder binder =
                new SectionBinder("the " + what + " " + kind.name(), names, mistakes);
        return new Item(kind, section, binder.bind(new MapNode(map.at(), rest), common));
    }

    private String exampleFor(Node node) {
        String name = node instanceof Scalar scalar ? scalar.text() : "";
        Kind kind = kindOf(name);
        return quoted((kind == null ? kinds.get(0) : kind).name() + ": ...");
    }

    /** The entry that says what kind it is: the first that is no common key. */
    private @Nullable Entry choose(MapNode map) {
        Entry chosen = null;
        for (Entry entry : map.entries()) {
            if (SectionBinder.find(common, entry.key()) == null) {
                if (chosen == null) {
                    chosen = entry;
                } else if (kindOf(entry.key()) != null) {
                    mistakes.error(
                            entry.at(),
                            "a second " + what + " in one item, " + quoted(entry.key()) + " after "
                                    + quoted(chosen.key()) + "; begin it with \"- \"");
                    return null;
                }
            }
        }
        if (chosen == null) {
            mistakes.error(
                    map.at(), "the " + what + " has no kind; expected one of " + kindNames());
        }
        return chosen;
    }

    private Section bindKind(Kind kind, Entry chosen, Names names) {
        MapNode map = asMap(kind, chosen);
        int mistakesBefore = mistakes.count();
        SectionBinder binder = new SectionBinder(kind.name(), names, mistakes);
        Section section = binder.bind(map, kind.keys());
        if (mistakes.count() == mistakesBefore && !hasOneOf(kind, map)) {
            mistakes.error(
                    chosen.at(),
                    kind.name() + " has none of the keys " + String.join(", ", kind.oneOf())
                            + "; expected at least one");
        }
        return section;
    }

    private static boolean hasOneOf(Kind kind, MapNode map) {
        return kind.oneOf().isEmpty() || kind.oneOf().stream().anyMatch(map.keys()::contains);
    }

    /** What stands under the kind's name: a map, the value of the first key alone, or nothing. */
    private static MapNode asMap(Kind kind, Entry chosen) {
        Node value = chosen.value();
        if (value instanceof MapNode map) {
            return map;
        }
        if (value instanceof Scalar scalar && scalar.isEmpty()) {
            return new MapNode(chosen.at(), List.of());
        }
        String first = kind.keys().get(0).name();
        return new MapNode(value.at(), List.of(new Entry(first, value.at(), value)));
    }

    private @Nullable Kind kindOf(String name) {
        for (Kind kind : kinds) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }

    private String unknown(String name) {
        List<String> known = kinds.stream().map(Kind::name).toList();
        return "unknown " + what + " " + quoted(name) + "; there are " + kindNames()
                + Nearest.question(Nearest.to(name, known));
    }

    private String kindNames() {
        return String.join(", ", kinds.stream().map(Kind::name).toList());
    }
}
