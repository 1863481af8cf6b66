package dev.kiosim.scenarios.format;

import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash that stands at the head of every report: the first 12 hexadecimal digits of the SHA-256
 * of the tree, after what the command line set.
 *
 * <p>The tree is written as one line, maps in braces with sorted keys, lists in brackets, scalars
 * as they are in the file, each with its length in front, so that no two trees give one line. Keys
 * of {@code processes} keep their order: it decides who goes first. Comments, layout, quotes, order
 * of other keys, YAML or JSON make no difference; {@code 4k} and {@code 4KiB} do. The content of
 * trace files does not count.
 */
final class ContentHash {
    private static final int DIGITS = 12;

    private ContentHash() {}

    /** The hash of a whole scenario. */
    static String of(MapNode root) {
        StringBuilder text = new StringBuilder();
        append(text, root, "");
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void append(StringBuilder text, Node node, String key) {
        if (node instanceof MapNode map) {
            text.append('{');
            for (Entry entry : inOrder(map, key)) {
                appendText(text, entry.key());
                append(text, entry.value(), entry.key());
            }
            text.append('}');
        } else if (node instanceof ListNode list) {
            text.append('[');
            for (Node item : list.items()) {
                append(text, item, "");
            }
            text.append(']');
        } else if (node instanceof Scalar scalar) {
            appendText(text, scalar.text());
        }
    }

    private static List<Entry> inOrder(MapNode map, String key) {
        List<Entry> entries = new ArrayList<>(map.entries());
        if (!key.equals("processes")) {
            entries.sort(Comparator.comparing(Entry::key));
        }
        return entries;
    }

    private static void appendText(StringBuilder text, String value) {
        text.append(value.length()).append(':').append(value);
    }
}
