package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.GROUPS;
import static dev.kiosim.config.KeyType.NAME;
import static dev.kiosim.config.KeyType.OPERAND;
import static dev.kiosim.config.KeyType.OPERANDS;
import static dev.kiosim.config.KeyType.TEXT;
import static dev.kiosim.scenarios.vocabulary.StepKeys.context;
import static dev.kiosim.scenarios.vocabulary.StepKeys.names;
import static dev.kiosim.scenarios.vocabulary.StepKeys.uses;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;

/** Any system call, in the ways that it can be made: plainly, as an iocb, with attributes. */
final class CallSteps {
    static final List<Kind> KINDS = List.of(
            Kind.of(
                    "string",
                    "Maps memory with a text in it, and a zero behind: a path.",
                    names("buf", "What it is called."),
                    Key.required("text", TEXT, "The text.")),
            Kind.of("syscall", "Any system call.", name(), args(), result()),
            Kind.of(
                    "aio_syscall",
                    "Writes a struct aio_syscall, for the aio_buf of an iocb with opcode SYSCALL.",
                    names("struct", "What it is called."),
                    name(),
                    args()),
            Kind.of(
                    "syscall_attrs",
                    "syscall_attrs(nr, args, attrs, attr_bytes, rets, rets_bytes).",
                    name(),
                    args(),
                    Key.group("attributes", GROUPS, MemorySteps.ATTRIBUTE, "The attributes."),
                    result()),
            Kind.of(
                    "async_exec",
                    "async_exec(iocb, ctx): the call's result, or -EINPROGRESS in another task.",
                    uses("iocb", "The iocb, with opcode SYSCALL.").mustBeGiven(),
                    context()),
            Kind.of(
                    "look",
                    "Looks at something, which takes no time; what is seen is the result.",
                    Key.word("at", List.of("signals"), "The signals that its handlers have seen.")
                            .mustBeGiven()),
            Kind.of(
                    "compare",
                    "Compares two numbers: 0 if they are equal, else 1.",
                    Key.required("left", OPERAND, "One."),
                    Key.required("right", OPERAND, "The other.")));

    private CallSteps() {}

    private static Key name() {
        return Key.required(
                "name", TEXT, "The system call, by its name in the manual, or by its number.");
    }

    private static Key args() {
        return Key.optional("args", OPERANDS, null, "Its arguments, in order; 0 for the rest.")
                .orWords(Words.ADDRESSES);
    }

    private static Key result() {
        return Key.optional("result", NAME, null, "What its result is called, for later steps.");
    }
}
