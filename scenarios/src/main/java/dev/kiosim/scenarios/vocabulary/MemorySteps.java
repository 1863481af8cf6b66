package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BITS;
import static dev.kiosim.config.KeyType.FLAGS;
import static dev.kiosim.config.KeyType.GROUPS;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.OPERAND;
import static dev.kiosim.config.KeyType.OPERANDS;
import static dev.kiosim.config.KeyType.SIZE;
import static dev.kiosim.scenarios.vocabulary.StepKeys.names;
import static dev.kiosim.scenarios.vocabulary.StepKeys.uses;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;

/** Steps that lay out memory: buffers, and the structs that system calls are given. */
final class MemorySteps {
    private static final List<Key> SEGMENT = List.of(
            Key.required("base", OPERAND, "Address.").orWords(Words.ADDRESSES),
            Key.required("len", BITS, "Bytes."));

    static final List<Key> ATTRIBUTE = List.of(
            Key.required("id", BITS, "Which attribute, by name or number.")
                    .orWords(Words.ATTRIBUTES),
            Key.optional("cookie", BITS, "0", "Handed back in its return."),
            Key.optional("size", BITS, null, "Its size field, if not the right one."),
            Key.optional("payload", OPERANDS, null, "Its payload, in words of 8 bytes."));

    private static final List<String> OPCODES = List.of(
            "PREAD", "PWRITE", "FSYNC", "FDSYNC", "POLL", "NOOP", "PREADV", "PWRITEV", "SYSCALL");

    private static final List<String> RWF = List.of("HIPRI", "DSYNC", "SYNC", "NOWAIT", "APPEND");

    static final List<Kind> KINDS = List.of(
            Kind.of(
                    "buffer",
                    "Maps memory.",
                    names("buf", "What it is called."),
                    Key.required("len", SIZE, "How much.").between(1, 1L << 40),
                    Key.optional("align", SIZE, "4KiB", "Alignment of its address.")
                            .between(1, 1 << 30),
                    Key.optional("fill", INTEGER, "0", "Every byte of it.").between(0, 255)),
            Kind.of(
                    "iovec",
                    "Writes an array of struct iovec.",
                    names("iovec", "What it is called."),
                    Key.group("segs", GROUPS, SEGMENT, "The segments, in order."),
                    Key.optional("count", BITS, null, "How many, if the last is repeated.")),
            Kind.of("iocb", "Writes a struct iocb, or iocb_v2 for the new ABI.", iocbKeys()),
            Kind.of("iocb_noctx", "Writes a struct iocb_noctx, for io_submit_noctx.", iocbKeys()),
            Kind.of(
                    "munmap",
                    "Unmaps memory.",
                    uses("buf", "The buffer, or a context for its ring.").mustBeGiven(),
                    Key.optional("from", SIZE, "0B", "From which byte on."),
                    Key.optional("len", SIZE, null, "How much; all the rest if not given.")),
            Kind.of(
                    "mprotect",
                    "Changes what may be done with memory.",
                    uses("buf", "The buffer.").mustBeGiven(),
                    Key.words(
                                    "prot",
                                    FLAGS,
                                    List.of("PROT_READ", "PROT_WRITE", "PROT_NONE"),
                                    "What" + " may be done.")
                            .mustBeGiven()));

    private MemorySteps() {}

    private static Key[] iocbKeys() {
        return new Key[] {
            names("iocb", "What it is called."),
            Key.optional("aio_data", BITS, "0", "Handed back in the event."),
            Key.optional("aio_key", BITS, "0", "Overwritten by the kernel."),
            Key.optional("aio_rw_flags", FLAGS, null, "RWF_ flags.").orWords(RWF),
            Key.optional("aio_lio_opcode", BITS, "PREAD", "What to do.").orWords(OPCODES),
            Key.optional("aio_reqprio", BITS, "0", "With flag IOPRIO."),
            uses("aio_fildes", "File descriptor.").defaultingTo("0"),
            uses("aio_buf", "Buffer, or iovec of the vectored operations."),
            Key.optional("poll_events", BITS, null, "Mask of a POLL; is aio_buf."),
            Key.optional("aio_nbytes", BITS, "0", "Bytes, or segments of the vectored operations."),
            Key.optional("aio_offset", BITS, "0", "Position in the file."),
            Key.optional("aio_reserved2", BITS, "0", "Must be 0."),
            Key.optional("aio_flags", FLAGS, null, "IOCB_FLAG_ flags.")
                    .orWords(List.of("RESFD", "IOPRIO")),
            uses("aio_resfd", "Eventfd, with flag RESFD; classic ABI only."),
            Key.group("attributes", GROUPS, ATTRIBUTE, "Attributes; new ABI only.")
        };
    }
}
