package dev.kiosim.cli.output;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.run.Completion;
import dev.kiosim.scenarios.vocabulary.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a completion, in the order of the stream: one row, and one line of {@link #put}.
 */
enum StreamField {
    TIME("time_ns"),
    TASK("task"),
    ABI("abi"),
    CONTEXT("context"),
    OP("op"),
    FILE("file"),
    OFFSET("offset"),
    LENGTH("length"),
    DATA("data"),
    RES("res"),
    LATENCY("latency_ns"),
    QUEUE("queue_ns"),
    SERVICE("service_ns"),
    CACHE("cache"),
    ATTRIBUTES("attributes"),
    RULE("rule"),
    RECEIPT_KERNEL("kernel_ns"),
    RECEIPT_WAIT("wait_ns"),
    RECEIPT_CACHE("cache_ns"),
    RECEIPT_SCHEDULER("scheduler_ns");

    private final String word;

    StreamField(String word) {
        this.word = word;
    }

    /** Its name in the stream. */
    String word() {
        return word;
    }

    /** Hands the value that {@code completion} has in this field to {@code to}. */
    void put(Completion completion, ValueWriter to) {
        switch (this) {
            case TIME -> to.time(completion.timeNanos());
            case TASK -> to.name(completion.task());
            case ABI -> to.name(completion.abi());
            case CONTEXT -> to.name(completion.context());
            case OP -> to.name(completion.op());
            case FILE -> to.name(completion.file());
            case OFFSET -> to.number(completion.offset());
            case LENGTH -> to.number(completion.length());
            case DATA -> to.bits(completion.data());
            case RES -> to.result(completion.res());
            case LATENCY -> to.duration(completion.latencyNanos());
            case QUEUE -> to.duration(completion.queueNanos());
            case SERVICE -> to.duration(completion.serviceNanos());
            case CACHE -> to.cache(completion.cache());
            case ATTRIBUTES -> to.attributes(completion.attributes());
            case RULE -> to.name(completion.cacheRule());
            case RECEIPT_KERNEL -> to.duration(completion.kernelNanos());
            case RECEIPT_WAIT -> to.duration(completion.waitNanos());
            case RECEIPT_CACHE -> to.duration(completion.cacheNanos());
            case RECEIPT_SCHEDULER -> to.duration(completion.schedulerNanos());
        }
    }

    /** The fields that are told unless others are asked for. */
    static List<StreamField> byDefault() {
        List<StreamField> fields = new ArrayList<>();
        for (StreamField field : values()) {
            if (!Words.FIELDS_ON_REQUEST.contains(field.word)) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** The names of all fields. */
    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (StreamField field : values()) {
            words.add(field.word);
        }
        return words;
    }

    /** The field called {@code word}, or null. */
    static @Nullable StreamField find(String word) {
        for (StreamField field : values()) {
            if (field.word.equals(word)) {
                return field;
            }
        }
        return null;
    }
}
