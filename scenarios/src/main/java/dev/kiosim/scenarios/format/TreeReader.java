package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.Node.Broken;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.Form;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * From the tokens of YAML or JSON to a tree. Reports what is wrong with the text itself, and what
 * YAML allows but a scenario does not: anchors, tags, several documents, a key twice.
 */
final class TreeReader {
    private static final String WRITE_OUT =
            "scenarios have neither anchors nor merge keys, write the value out";

    private final Source source;
    private final Syntax syntax;
    private final Mistakes mistakes;
    private Location lastToken;

    /** What the text is written in. */
    enum Syntax {
        /** YAML 1.2. Columns of its parser count code points. */
        YAML,
        /** JSON. Columns of its parser count Java characters. */
        JSON
    }

    TreeReader(Source source, Syntax syntax, Mistakes mistakes) {
        this.source = source;
        this.syntax = syntax;
        this.mistakes = mistakes;
        this.lastToken = new Location(source, 1, 1);
    }

    /** The syntax of a text: JSON if it begins with a brace, YAML otherwise. */
    static Syntax syntaxOf(Source source) {
        for (String line : source.lines()) {
            if (!line.isBlank()) {
                return line.stripLeading().startsWith("{") ? Syntax.JSON : Syntax.YAML;
            }
        }
        return Syntax.YAML;
    }

    /** The tree; null if the text breaks off in a mistake, or holds nothing. */
    @Nullable
    Node read() {
        String text = String.join("\n", source.lines()) + "\n";
        try (JsonParser parser = open(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                mistakes.error(new Location(source, 1, 1), "the file is empty");
                return null;
            }
            Node root = node(parser, first);
            if (parser.nextToken() != null) {
                mistakes.error(place(parser), "a second document; a scenario is one");
            }
            return root;
        } catch (JacksonException broken) {
            TokenStreamLocation told = broken.getLocation();
            Location fallback = told == null ? lastToken : place(told);
            SyntaxMistake mistake = SyntaxMistake.of(source, broken, fallback);
            mistakes.error(mistake.at(), mistake.message());
            return null;
        }
    }

    private JsonParser open(String text) {
        return switch (syntax) {
            case YAML -> new YAMLFactory().createParser(ObjectReadContext.empty(), text);
            case JSON -> new JsonFactory().createParser(ObjectReadContext.empty(), text);
        };
    }

    private Node node(JsonParser parser, JsonToken token) {
        Location at = place(parser);
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            mistakes.error(at, "an alias, *; " + WRITE_OUT);
            return new Broken(at);
        }
        refuseAnchorOrTag(at);
        return switch (token) {
            case START_OBJECT -> map(parser, at);
            case START_ARRAY -> list(parser, at);
            default -> new Scalar(at, textOf(parser), formOf(token));
        };
    }

    private Node map(JsonParser parser, Location at) {
        List<Entry> entries = new ArrayList<>();
        boolean isMerged = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Location keyAt = place(parser);
            String key = parser.currentName();
            isMerged |= syntax == Syntax.YAML && key.equals("<<");
            Node value = node(parser, parser.nextToken());
            Entry first = find(entries, key);
            if (first == null) {
                entries.add(new Entry(key, keyAt, value));
            } else {
                mistakes.error(keyAt, duplicate(key, first));
            }
        }
        return isMerged ? new Broken(at) : new MapNode(at, entries);
    }

    private static @Nullable Entry find(List<Entry> entries, String key) {
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    private static String duplicate(String key, Entry first) {
        return "duplicate key " + quoted(key) + "; it is given in line "
                + first.at().line() + " already";
    }

    private ListNode list(JsonParser parser, Location at) {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(node(parser, token));
        }
        return new ListNode(at, items);
    }

    private static String textOf(JsonParser parser) {
        String text = parser.getString();
        return text == null ? "" : text;
    }

    private static Form formOf(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT -> Form.INTEGER;
            case VALUE_NUMBER_FLOAT -> Form.DECIMAL;
            case VALUE_TRUE, VALUE_FALSE -> Form.BOOLEAN;
            case VALUE_NULL -> Form.EMPTY;
            default -> Form.TEXT;
        };
    }

    /** Reports what stands in front of the value at {@code at}; Jackson tells only of some. */
    private void refuseAnchorOrTag(Location at) {
        if (syntax == Syntax.YAML && characterAt(at) == '&') {
            mistakes.error(at, "an anchor, &; " + WRITE_OUT);
        } else if (syntax == Syntax.YAML && characterAt(at) == '!') {
            mistakes.error(at, "a tag, !; scenarios have none");
        }
    }

    private int characterAt(Location at) {
        String line = source.line(at.line());
        int index = at.column() - 1;
        return index < line.codePointCount(0, line.length())
                ? line.codePointAt(line.offsetByCodePoints(0, index))
                : -1;
    }

    private Location place(JsonParser parser) {
        lastToken = place(parser.currentTokenLocation());
        return lastToken;
    }

    private Location place(TokenStreamLocation location) {
        int line = Math.max(1, location.getLineNr());
        int column = Math.max(1, location.getColumnNr());
        if (syntax == Syntax.JSON) {
            String text = source.line(line);
            column = text.codePointCount(0, Math.min(text.length(), column - 1)) + 1;
        }
        return new Location(source, line, column);
    }
}
