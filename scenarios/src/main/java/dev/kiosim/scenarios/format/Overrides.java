package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Nearest;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import dev.kiosim.scenarios.vocabulary.TopKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --set PATH=VALUE} changes in the tree, before it is bound. A path goes from the top
 * of the file by keys, names and, in lists, numbers from 0 or the {@code name} of an item:
 * {@code devices.hdd.rpm}, {@code processes.0.workload.iodepth}. Its last step may be new; the
 * others must be there, except groups of the table such as {@code machine}. The value is written as
 * in YAML.
 */
final class Overrides {
    private final Mistakes mistakes;

    Overrides(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** The tree with one value set; the same tree after reporting what is wrong with the path. */
    MapNode apply(MapNode root, String setting) {
        Location at = Location.of("--set " + setting);
        int equals = setting.indexOf('=');
        if (equals <= 0 || setting.substring(equals + 1).isBlank()) {
            mistakes.error(at, "no value; expected PATH=VALUE, such as kernel.abi=v1");
            return root;
        }
        Node value = parse(setting.substring(equals + 1), at);
        if (value == null) {
            return root;
        }
        Change change = new Change(at, List.of(setting.substring(0, equals).split("\\.", -1)));
        return change.setIn(root, 0, TopKeys.ALL, value) instanceof MapNode map ? map : root;
    }

    /** The value's tree, every node of which is at the option. */
    private @Nullable Node parse(String text, Location at) {
        Mistakes found = new Mistakes();
        Source source = Source.of("value", text);
        Node tree = new TreeReader(source, TreeReader.Syntax.YAML, found).read();
        for (Mistake mistake : found.sorted()) {
            mistakes.error(at, "the value: " + mistake.message());
        }
        return tree == null || found.hasErrors() ? null : moved(tree, at);
    }

    private static Node moved(Node node, Location at) {
        if (node instanceof MapNode map) {
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : map.entries()) {
                entries.add(new Entry(entry.key(), at, moved(entry.value(), at)));
            }
            return new MapNode(at, entries);
        }
        if (node instanceof ListNode list) {
            return new ListNode(
                    at, list.items().stream().map(item -> moved(item, at)).toList());
        }
        Scalar scalar = (Scalar) node;
        return new Scalar(at, scalar.text(), scalar.form());
    }

    /** One setting on its way down the path. */
    private final class Change {
        private final Location at;
        private final List<String> path;

        Change(Location at, List<String> path) {
            this.at = at;
            this.path = path;
        }

        /**
         * The node with the value set below it, or null after reporting why it cannot be.
         *
         * @param depth how many steps of the path lead to {@code node}
         * @param keys the table of keys that the node is bound to, as far as is known here
         */
        @Nullable
        Node setIn(Node node, int depth, List<Key> keys, Node value) {
            String step = path.get(depth);
            if (node instanceof MapNode map) {
                return setInMap(map, depth, keys, value);
            }
            if (node instanceof ListNode list) {
                return setInList(list, depth, value);
            }
            return missing(
                    depth, quoted(step) + " cannot be in it, since it is " + node.describe());
        }

        private @Nullable Node setInMap(MapNode map, int depth, List<Key> keys, Node value) {
            String step = path.get(depth);
            Key key = SectionBinder.find(keys, step);
            Entry entry = map.find(step);
            boolean isLast = depth == path.size() - 1;
            if (!isLast && entry == null && (key == null || !key.type().isGrouped())) {
                return missing(depth, noSuch(step, map.keys()));
            }
            Node below = isLast ? value : setBelow(entry, key, depth, value);
            if (below == null) {
                return null;
            }
            Entry changed = new Entry(step, entry == null ? at : entry.at(), below);
            return new MapNode(map.at(), replaced(map, changed));
        }

        private @Nullable Node setBelow(
                @Nullable Entry entry, @Nullable Key key, int depth, Node value) {
            List<Key> parts = key == null ? List.of() : key.parts();
            Node node = entry == null ? new MapNode(at, List.of()) : entry.value();
            if (key != null && key.type() == KeyType.PRESET && node instanceof Scalar) {
                String first = parts.get(0).name();
                node = new MapNode(node.at(), List.of(new Entry(first, node.at(), node)));
            }
            return setIn(node, depth + 1, parts, value);
        }

        private static List<Entry> replaced(MapNode map, Entry changed) {
            List<Entry> entries = new ArrayList<>();
            boolean found = false;
            for (Entry entry : map.entries()) {
                boolean same = entry.key().equals(changed.key());
                entries.add(same ? changed : entry);
                found |= same;
            }
            if (!found) {
                entries.add(changed);
            }
            return entries;
        }

        private @Nullable Node setInList(ListNode list, int depth, Node value) {
            int index = indexOf(list, path.get(depth));
            if (index < 0) {
                return missing(depth, noSuch(path.get(depth), itemNames(list)));
            }
            Node item = list.items().get(index);
            Node changed =
                    depth == path.size() - 1 ? value : setIn(item, depth + 1, List.of(), value);
            if (changed == null) {
                return null;
            }
            List<Node> items = new ArrayList<>(list.items());
            items.set(index, changed);
            return new ListNode(list.at(), items);
        }

        private static int indexOf(ListNode list, String step) {
            return itemNames(list).contains(step)
                    ? itemNames(list).indexOf(step) % list.items().size()
                    : -1;
        }

        /** Numbers of all items, then names of all items; the number again for one without. */
        private static List<String> itemNames(ListNode list) {
            List<String> numbers = new ArrayList<>();
            List<String> called = new ArrayList<>();
            for (Node item : list.items()) {
                Entry name = item instanceof MapNode map ? map.find("name") : null;
                String number = Integer.toString(numbers.size());
                numbers.add(number);
                called.add(
                        name != null && name.value() instanceof Scalar text ? text.text() : number);
            }
            numbers.addAll(called);
            return numbers;
        }

        private String noSuch(String step, List<String> known) {
            List<String> distinct = known.stream().distinct().toList();
            String list =
                    distinct.isEmpty() ? "it is empty" : "there are " + String.join(", ", distinct);
            return "there is no " + quoted(step) + " in it; " + list
                    + Nearest.question(Nearest.to(step, distinct));
        }

        private @Nullable Node missing(int depth, String message) {
            String prefix = String.join(".", path.subList(0, depth));
            mistakes.error(at, (prefix.isEmpty() ? "the scenario" : prefix) + ": " + message);
            return null;
        }
    }
}
