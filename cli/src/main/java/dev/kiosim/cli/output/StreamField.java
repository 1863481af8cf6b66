package dev.kiosim.cli.output;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.run.Completion;
import java.util.ArrayList;
import java.util.List;

/** The fields of a completion, in the order of the stream: one row each. */
enum StreamField {
    TIME("time_ns", (completion, to) -> to.time(completion.timeNanos())),
    TASK("task", (completion, to) -> to.name(completion.task())),
    ABI("abi", (completion, to) -> to.name(completion.abi())),
    CONTEXT("context", (completion, to) -> to.name(completion.context())),
    OP("op", (completion, to) -> to.name(completion.op())),
    FILE("file", (completion, to) -> to.name(completion.file())),
    OFFSET("offset", (completion, to) -> to.number(completion.offset())),
    LENGTH("length", (completion, to) -> to.number(completion.length())),
    DATA("data", (completion, to) -> to.bits(completion.data())),
    RES("res", (completion, to) -> to.result(completion.res())),
    LATENCY("latency_ns", (completion, to) -> to.duration(completion.latencyNanos())),
    QUEUE("queue_ns", (completion, to) -> to.duration(completion.queueNanos())),
    SERVICE("service_ns", (completion, to) -> to.duration(completion.serviceNanos())),
    CACHE("cache", (completion, to) -> to.cache(completion.cache())),
    ATTRIBUTES("attributes", (completion, to) -> to.attributes(completion.attributes()));

    private final String word;
    private final Access access;

    /** Hands the field's value over. */
    @FunctionalInterface
    private interface Access {
        void put(Completion completion, ValueWriter to);
    }

    StreamField(String word, Access access) {
        this.word = word;
        this.access = access;
    }

    /** Its name in the stream. */
    String word() {
        return word;
    }

    /** Hands the value that {@code completion} has in this field to {@code to}. */
    void put(Completion completion, ValueWriter to) {
        access.put(completion, to);
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
