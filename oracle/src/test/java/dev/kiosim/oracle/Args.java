package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.List;

/** The arguments of a step. */
record Args(Json.Obj json) {
    boolean has(String key) {
        return json.find(key) != null;
    }

    String text(String key) {
        Json value = json.find(key);
        if (value == null) {
            throw new NoSuchNameException(key);
        }
        return value instanceof Json.Text text ? text.value() : value.toString();
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    long number(String key) {
        String text = text(key);
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    long number(String key, long otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    List<Json> list(String key) {
        return json.list(key);
    }

    boolean isList(String key) {
        return json.find(key) instanceof Json.Array;
    }
}
