package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BITS;
import static dev.kiosim.config.KeyType.FLAGS;
import static dev.kiosim.config.KeyType.OPERANDS;
import static dev.kiosim.scenarios.vocabulary.StepKeys.context;
import static dev.kiosim.scenarios.vocabulary.StepKeys.names;
import static dev.kiosim.scenarios.vocabulary.StepKeys.timeout;
import static dev.kiosim.scenarios.vocabulary.StepKeys.uses;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;

/** System calls of both ABIs. */
final class AioSteps {
    static final List<Kind> CLASSIC = List.of(
            Kind.of(
                    "io_setup",
                    "io_setup(2).",
                    names("ctx", "What the context is called."),
                    Key.optional("nr_events", BITS, "128", "Requests in flight."),
                    Key.optional("ctxp_value", BITS, "0", "What *ctxp holds before the call."),
                    uses("ctxp", "Where the context is written, if not a good place.")),
            Kind.of(
                    "io_submit",
                    "io_submit(2).",
                    context(),
                    Key.optional("iocbs", OPERANDS, null, "The iocbs, in order.")
                            .orWords(Words.ADDRESSES),
                    Key.optional("nr", BITS, null, "How many; as many as iocbs if not given."),
                    uses("iocbpp", "Address of the array, instead of iocbs.")),
            Kind.of("io_getevents", "io_getevents(2).", waiting()),
            Kind.of("io_pgetevents", "io_pgetevents(2), with no signal mask.", waiting()),
            Kind.of(
                    "io_cancel",
                    "io_cancel(2).",
                    context(),
                    uses("iocb", "The iocb.").mustBeGiven(),
                    uses("result", "Where an event would be written, if not a good place.")),
            Kind.of("io_destroy", "io_destroy(2).", context()));

    static final List<Kind> NEW = List.of(
            Kind.of(
                    "io_setup2",
                    "io_setup2(ctxp, version, features, eventfd).",
                    names("ctx", "What the context is called."),
                    Key.optional("version", BITS, "2", "Version of the ABI."),
                    Key.words(
                            "features",
                            FLAGS,
                            List.of("MAP_RING", "OVERFLOW_FLAG", "STRICT_ATTRS"),
                            "Feature bits."),
                    uses("eventfd", "Signalled on completion.").defaultingTo("-1"),
                    Key.optional("ctxp_value", BITS, "0", "What *ctxp holds before the call."),
                    uses("ctxp", "Where the context is written, if not a good place.")),
            Kind.of(
                    "io_submit2",
                    "io_submit2(ctx, iocbs, nbytes).",
                    context(),
                    Key.required("iocbs", OPERANDS, "The iocbs, laid one behind the other."),
                    Key.optional("nbytes", BITS, null, "Their length, if not the right one.")),
            Kind.of(
                    "io_getevents2",
                    "io_getevents2(ctx, buf, nbytes, timeout).",
                    context(),
                    Key.optional("nbytes", BITS, "4096", "Room for events."),
                    timeout(),
                    uses("buf", "Where they are written, if not a good place.")),
            Kind.of(
                    "io_cancel2",
                    "io_cancel2(ctx, iocb).",
                    context(),
                    uses("iocb", "The iocb.").mustBeGiven()),
            Kind.of("io_destroy2", "io_destroy2(ctx).", context()));

    private AioSteps() {}

    private static Key[] waiting() {
        return new Key[] {
            context(),
            Key.optional("min_nr", BITS, "1", "Fewest events to wait for."),
            Key.optional("nr", BITS, "128", "Most events to take."),
            timeout(),
            uses("events", "Where they are written, if not a good place.")
        };
    }
}
