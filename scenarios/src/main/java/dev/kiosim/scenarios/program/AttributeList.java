package dev.kiosim.scenarios.program;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.IocbAttrView;
import java.util.List;

/** The attributes that a lesson writes behind an iocb. */
final class AttributeList {
    private AttributeList() {}

    /** Bytes that they take. */
    static int bytes(List<Settings> attributes) {
        int bytes = 0;
        for (Settings attribute : attributes) {
            bytes += bytes(attribute);
        }
        return bytes;
    }

    private static int bytes(Settings attribute) {
        Attribute known = Attribute.find(id(attribute));
        int payload = attribute.list("payload").size() * Long.BYTES;
        int right = known == null ? 0 : known.requestBytes(false);
        return Math.max(IocbAttrView.SIZE_BYTES + payload, right);
    }

    private static int id(Settings attribute) {
        if (!attribute.isText("id")) {
            return (int) attribute.number("id");
        }
        Attribute known = Attribute.find(attribute.text("id"));
        if (known == null) {
            throw violated("the reader let attribute %s pass", attribute.text("id"));
        }
        return known.id();
    }

    /** Writes them one behind the other, from {@code address} on. */
    static void write(Lesson lesson, List<Settings> attributes, long address) {
        IocbAttrView view = new IocbAttrView();
        long at = address;
        for (Settings attribute : attributes) {
            int bytes = bytes(attribute);
            view.wrap(lesson.memory(), at)
                    .cookie(attribute.number("cookie"))
                    .size(attribute.has("size") ? (int) attribute.number("size") : bytes)
                    .id(id(attribute));
            List<String> payload = attribute.list("payload");
            for (int i = 0; i < payload.size(); i++) {
                view.payload(i, lesson.address("payload", payload.get(i)));
            }
            at += bytes;
        }
    }
}
