package dev.kiosim.scenarios.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.Limits.Pruning;
import dev.kiosim.scenarios.explore.Violation.Kind;
import dev.kiosim.scenarios.vocabulary.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of violation, in a program that is wrong in that way. */
class InspectionTest {
    private static final String HEAD = """
            kiosim: 1
            title: t
            machine: {cpus: 3, costs: free}
            kernel: {abi: v1, ring_slots: 3}
            devices: {disk: {kind: "null"}}
            processes:
              setup:
                program:
                  - open: {fd: f, file: disk, flags: [O_RDWR, O_DIRECT]}
                  - buffer: {buf: b, len: 4KiB}
                  - iocb: {iocb: r1, aio_data: 1, aio_fildes: f, aio_buf: b, aio_nbytes: 512}
                  - iocb: {iocb: r2, aio_data: 2, aio_fildes: f, aio_buf: b, aio_nbytes: 1024}
                  - io_setup: {ctx: c, nr_events: 1}
            """;

    @Test
    void the_scenario_format_has_a_word_for_each_kind() {
        List<String> words = new ArrayList<>(List.of("none"));
        words.addAll(Kind.words());
        assertThat(Words.VIOLATIONS).isEqualTo(words);
    }

    @Test
    void an_event_is_lost_when_head_is_moved_over_it() {
        Violation found = violation(HEAD + """
                  - io_submit: {ctx: c, iocbs: [r1]}
              a:
                thread_of: setup
                program:
                  - user_store_ring: {ctx: c, field: head, value: 1}
            """);
        assertThat(found.kind()).isEqualTo(Kind.LOST);
        assertThat(found.text()).contains("data 1");
    }

    @Test
    void an_event_is_doubled_when_two_reap_and_only_store_head() {
        Violation found = violation(HEAD + """
                  - io_submit: {ctx: c, iocbs: [r1]}
              a:
                thread_of: setup
                program: [{user_reap: {ctx: c}}]
              b:
                thread_of: setup
                program: [{user_reap: {ctx: c}}]
            """);
        assertThat(found.kind()).isEqualTo(Kind.DOUBLED);
    }

    @Test
    void an_event_that_the_kernel_never_wrote_is_torn() {
        Violation found = violation(HEAD + """
                  - user_store_ring: {ctx: c, field: tail, value: 1}
              a:
                thread_of: setup
                program: [{reap_loop: {ctx: c, events: 1}}]
            """);
        assertThat(found.kind()).isEqualTo(Kind.TORN);
        assertThat(found.text()).contains("a takes {data 0, res 0}, which the kernel never wrote");
    }

    @Test
    void a_task_that_reads_from_nowhere_dies() {
        Violation found = violation("""
            kiosim: 1
            title: t
            machine: {cpus: 2, costs: free}
            processes:
              setup:
                program:
                  - completion_list: l
                  - munmap: {buf: l, len: 4KiB}
              a:
                thread_of: setup
                program: [{list_take: {list: l}}]
            """);
        assertThat(found.kind()).isEqualTo(Kind.FAULT);
        assertThat(found.text()).contains("a died");
    }

    @Test
    void a_step_must_return_what_the_scenario_says_in_every_interleaving() {
        Violation found = violation(HEAD + """
                  - io_submit: {ctx: c, iocbs: [r1]}
              a:
                thread_of: setup
                program:
                  - io_getevents: {ctx: c, min_nr: 0, timeout: 0}
                    ret: 1
            """);
        assertThat(found.kind()).isEqualTo(Kind.RET);
        assertThat(found.text()).contains("io_getevents returned 0, expected 1");
    }

    @Test
    void somebody_who_sleeps_where_no_event_waits_is_no_violation() {
        Exploration found = explore(HEAD + """
              a:
                thread_of: setup
                program: [{io_getevents: {ctx: c}}]
            """);
        assertThat(found.counterexample()).isNull();
    }

    @Test
    void events_that_a_sleeper_has_gathered_are_not_lost() {
        Exploration found = explore(HEAD + """
                  - io_submit: {ctx: c, iocbs: [r1]}
              a:
                thread_of: setup
                program: [{io_getevents: {ctx: c, min_nr: 2}}]
            """);
        assertThat(found.counterexample()).isNull();
    }

    private static Violation violation(String text) {
        Exploration found = explore(text);
        assertThat(found.counterexample()).isNotNull();
        return found.counterexample().violation();
    }

    private static Exploration explore(String text) {
        Scenario scenario = Explored.scenario(text);
        return Explored.explore(scenario, Limits.ANY, Pruning.EQUAL_STATES);
    }
}
