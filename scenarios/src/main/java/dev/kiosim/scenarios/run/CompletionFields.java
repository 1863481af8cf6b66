package dev.kiosim.scenarios.run;

import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.RequestAttributes;

/** The fields of a completion as text, as jsonl writes their values (strings without quotes). */
public final class CompletionFields {
    private CompletionFields() {}

    /**
     * The value of {@code field}, one of
     * {@link dev.kiosim.scenarios.vocabulary.Words#COMPLETION_FIELDS}.
     */
    public static String text(Completion completion, String field) {
        return switch (field) {
            case "time_ns" -> Long.toString(completion.timeNanos());
            case "task" -> completion.task();
            case "abi" -> completion.abi();
            case "context" -> completion.context();
            case "op" -> completion.op();
            case "file" -> completion.file();
            case "offset" -> Long.toString(completion.offset());
            case "length" -> Long.toString(completion.length());
            case "data" -> Long.toUnsignedString(completion.data());
            case "res" -> Long.toString(completion.res());
            case "latency_ns" -> Long.toString(completion.latencyNanos());
            case "queue_ns" -> Long.toString(completion.queueNanos());
            case "service_ns" -> Long.toString(completion.serviceNanos());
            case "cache" -> cache(completion.cache());
            case "attributes" -> attributes(completion.attributes());
            case "rule" -> completion.cacheRule();
            case "kernel_ns" -> Long.toString(completion.kernelNanos());
            case "wait_ns" -> Long.toString(completion.waitNanos());
            case "cache_ns" -> Long.toString(completion.cacheNanos());
            case "scheduler_ns" -> Long.toString(completion.schedulerNanos());
            default -> throw new IllegalArgumentException("no field is called " + field);
        };
    }

    private static String cache(CacheState state) {
        return state == CacheState.NONE ? "null" : state.label();
    }

    /** As jsonl writes them: {@code [{"name":"IO_TIME","cookie":0,"ret":0,"queue_ns":1,...}]}. */
    private static String attributes(RequestAttributes attributes) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < attributes.count(); i++) {
            Attribute attribute = Attribute.find(attributes.id(i));
            text.append(i == 0 ? "{\"name\":\"" : ",{\"name\":\"");
            text.append(attribute == null ? attributes.id(i) : attribute.name());
            text.append("\",\"cookie\":").append(Long.toUnsignedString(attributes.cookie(i)));
            text.append(",\"ret\":").append(attributes.ret(i));
            if (attribute != null && attributes.ret(i) == 0) {
                appendPayload(attributes, i, attribute, text);
            }
            text.append('}');
        }
        return text.append(']').toString();
    }

    private static void appendPayload(
            RequestAttributes attributes, int index, Attribute attribute, StringBuilder text) {
        for (int field = 0; field < attribute.returnFieldCount(); field++) {
            text.append(",\"").append(attribute.returnField(field).name()).append("\":");
            text.append(Long.toUnsignedString(attributes.returnValue(index, field)));
        }
    }
}
