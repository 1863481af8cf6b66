package dev.kiosim.cli.output;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.RequestAttributes;

/** Attribute returns as text. */
final class AttributeText {
    private AttributeText() {}

    /**
     * An array of objects with name, cookie, ret and, if it was handled, the numbers of the return:
     * {@code [{"name":"IO_TIME","cookie":0,"ret":0,"queue_ns":12,...}]}.
     */
    static void json(ByteText text, RequestAttributes attributes) {
        text.add('[');
        for (int i = 0; i < attributes.count(); i++) {
            text.add(i == 0 ? "{\"name\":\"" : ",{\"name\":\"");
            name(text, attributes, i);
            text.add("\",\"cookie\":").unsigned(attributes.cookie(i));
            text.add(",\"ret\":").decimal(attributes.ret(i));
            Attribute attribute = handled(attributes, i);
            for (int f = 0; attribute != null && f < attribute.returnFieldCount(); f++) {
                text.add(",\"").add(attribute.returnField(f).name()).add("\":");
                text.unsigned(attributes.returnValue(i, f));
            }
            text.add('}');
        }
        text.add(']');
    }

    /**
     * Names, each with the numbers of the return or, if it was not handled, the reason:
     * {@code IO_TIME(queue_ns=12 ...) CACHE_RESULT(-EOPNOTSUPP)}.
     */
    static void plain(ByteText text, RequestAttributes attributes) {
        for (int i = 0; i < attributes.count(); i++) {
            text.add(i == 0 ? "" : " ");
            name(text, attributes, i);
            text.add('(');
            if (attributes.ret(i) != 0) {
                text.add(Errno.describe(attributes.ret(i)));
            }
            Attribute attribute = handled(attributes, i);
            for (int f = 0; attribute != null && f < attribute.returnFieldCount(); f++) {
                text.add(f == 0 ? "" : " ").add(attribute.returnField(f).name()).add('=');
                text.unsigned(attributes.returnValue(i, f));
            }
            text.add(')');
        }
    }

    private static @Nullable Attribute handled(RequestAttributes attributes, int index) {
        return attributes.ret(index) == 0 ? attributes.attribute(index) : null;
    }

    /** The name, also of one that this kernel does not know; the id if it has none. */
    private static void name(ByteText text, RequestAttributes attributes, int index) {
        Attribute attribute = Attribute.find(attributes.id(index));
        if (attribute == null) {
            text.decimal(attributes.id(index));
        } else {
            text.add(attribute.name());
        }
    }
}
