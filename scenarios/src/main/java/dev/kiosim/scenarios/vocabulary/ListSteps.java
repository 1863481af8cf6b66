package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.scenarios.vocabulary.StepKeys.names;
import static dev.kiosim.scenarios.vocabulary.StepKeys.timeout;
import static dev.kiosim.scenarios.vocabulary.StepKeys.uses;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;

/** Steps on context-less requests and the list in user memory that collects them. */
final class ListSteps {
    static final List<Kind> KINDS = List.of(
            Kind.of(
                    "completion_list",
                    "Maps the head of a completion list, which is empty.",
                    names("list", "What it is called.")),
            Kind.of(
                    "io_submit_noctx",
                    "io_submit_noctx(iocb, completion_list).",
                    uses("iocb", "The iocb_noctx.").mustBeGiven(),
                    list()),
            Kind.of("io_wait_noctx", "io_wait_noctx(completion_list, timeout).", list(), timeout()),
            Kind.of(
                    "list_pop",
                    "User space takes iocbs off the list one by one: loads head, loads its link,"
                            + " and swaps head from the one to the other.",
                    list(),
                    events(),
                    tries(),
                    resubmits()),
            Kind.of(
                    "list_take",
                    "User space takes the whole list by one exchange, then walks it.",
                    list(),
                    events(),
                    tries(),
                    resubmits()));

    private ListSteps() {}

    private static Key list() {
        return uses("list", "The completion list.").mustBeGiven();
    }

    private static Key events() {
        return Key.optional("events", INTEGER, null, "Ends when it has taken so many.")
                .between(1, 1 << 20);
    }

    private static Key resubmits() {
        return Key.optional(
                        "resubmits",
                        INTEGER,
                        "0",
                        "In the end, submits again so many of the iocbs it took, the first first.")
                .between(0, 1 << 20);
    }

    private static Key tries() {
        return Key.optional("tries", INTEGER, "1", "Ends when it was empty so many times.")
                .between(1, 1 << 20);
    }
}
