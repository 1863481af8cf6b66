package dev.kiosim.scenarios.conformance;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON files into {@link Json}. */
public final class JsonFile {
    private JsonFile() {}

    /** The value in the file; an IOException names file, line and column of a mistake. */
    public static Json read(Path path) throws IOException {
        String text = TextFile.read(path);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException(path + ": the file is empty");
            }
            Json value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new IOException(path + ": something follows the end of the value");
            }
            return value;
        } catch (JacksonException broken) {
            TokenStreamLocation at = broken.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new IOException(path + place + ": " + broken.getOriginalMessage(), broken);
        }
    }

    private static Json value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Text(parser.getString());
            case VALUE_NUMBER_INT -> new Json.Whole(new BigInteger(parser.getString()));
            default -> new Json.Word(parser.getString());
        };
    }

    private static Json object(JsonParser parser) {
        Json.Obj object = new Json.Obj();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            object.put(key, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static Json array(JsonParser parser) {
        List<Json> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(parser, token));
            token = parser.nextToken();
        }
        return new Json.Array(items);
    }
}
