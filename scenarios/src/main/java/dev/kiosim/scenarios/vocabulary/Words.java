package dev.kiosim.scenarios.vocabulary;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.aio.AioCounter;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.Finding;
import dev.kiosim.kernel.aio.V2Prototype.Defect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of words that several keys share. */
public final class Words {
    /** The ABIs a program can be run under. */
    public static final List<String> ABIS = List.of("v1", "v2", "noctx", "sync", "v2-prototype");

    /** What the completion path counts. */
    public static final String AIO_COUNTERS = Arrays.stream(AioCounter.values())
            .map(AioCounter::label)
            .collect(Collectors.joining(", "));

    /** Defects of the prototype of the new ABI. */
    public static final List<String> DEFECTS =
            Arrays.stream(Defect.values()).map(Defect::name).toList();

    /** Attributes of the new ABI, by id. */
    public static final List<String> ATTRIBUTES =
            Attribute.all().stream().map(Attribute::name).toList();

    /** What can go wrong for a program because of the kernel. */
    public static final List<String> FINDINGS =
            Arrays.stream(Finding.Kind.values()).map(Finding.Kind::name).toList();

    /** What a trace may be written in. */
    public static final List<String> TRACE_FORMATS = List.of("ftrace");

    /** What the completion stream may be written in. */
    public static final List<String> OUTPUT_FORMATS = List.of("text", "jsonl", "csv");

    /** What is told of a completion, in the order of the stream. */
    public static final List<String> COMPLETION_FIELDS = List.of(
            "time_ns",
            "task",
            "abi",
            "context",
            "op",
            "file",
            "offset",
            "length",
            "data",
            "res",
            "latency_ns",
            "queue_ns",
            "service_ns",
            "cache",
            "attributes",
            "rule",
            "kernel_ns",
            "wait_ns",
            "cache_ns",
            "scheduler_ns");

    /** Those of them that are told only if asked for. */
    public static final List<String> FIELDS_ON_REQUEST =
            List.of("rule", "kernel_ns", "wait_ns", "cache_ns", "scheduler_ns");

    /** What an exploration can find to be wrong, or that it finds nothing. */
    public static final List<String> VIOLATIONS =
            List.of("none", "lost", "doubled", "torn", "sleeper", "invariant", "fault", "ret");

    /** Errors that a call can return, as programs write them. */
    public static final List<String> ERRORS = errors();

    /** Addresses that stand for themselves in a program, besides names and numbers. */
    public static final List<String> ADDRESSES =
            List.of("NULL", "BADPTR", "KERNEL_PTR", "READONLY_PAGE", "MINUS1");

    /** Contexts that do not exist, besides those a program set up. */
    public static final List<String> BAD_CONTEXTS = List.of("ZERO", "ALL_ONES", "UNMAPPED");

    /** No error number is above this. Source: Linux include/uapi/asm-generic/errno.h. */
    private static final int ERRNO_MAX = 133;

    private Words() {}

    private static List<String> errors() {
        List<String> names = new ArrayList<>();
        for (int errno = 1; errno <= ERRNO_MAX; errno++) {
            String name = Errno.describe(-errno);
            if (name.startsWith("-E")) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }
}
