package dev.kiosim.scenarios.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.Limits.Pruning;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small programs put together at random: what is pruned must not change what is found. */
class RandomExplorationsTest {
    private static final int PREEMPTIONS = 1;
    private static final int THREADS = 2;

    private static final List<String> CLASSIC = List.of(
            "- reap_loop: {ctx: c}",
            "- reap_loop: {ctx: c, events: 1, tries: 2}",
            "- io_submit: {ctx: c, iocbs: [r1]}",
            "- io_submit: {ctx: c, iocbs: [r2]}",
            "- io_getevents: {ctx: c, min_nr: 0, timeout: 0}",
            "- user_reap: {ctx: c}");
    private static final List<String> NEW = List.of(
            "- reap_loop: {ctx: c}",
            "- reap_loop: {ctx: c, events: 1, tries: 2}",
            "- io_submit2: {ctx: c, iocbs: [r1]}",
            "- io_submit2: {ctx: c, iocbs: [r2, r1]}",
            "- io_getevents2: {ctx: c, timeout: 0}",
            "- io_getevents2: {ctx: c, nbytes: 64}");
    private static final List<String> LISTS = List.of(
            "- list_pop: {list: l}",
            "- list_pop: {list: l, events: 1, resubmits: 1}",
            "- list_take: {list: l, resubmits: 1}",
            "- list_take: {list: l, events: 1, tries: 2}");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void classic_rings(long seed) {
        assertPruningChangesNothing(scenario(
                seed,
                "abi: v1, ring_slots: 3",
                "- io_setup: {ctx: c, nr_events: 1}",
                "iocb",
                "- io_submit: {ctx: c, iocbs: [r1]}",
                CLASSIC));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void new_rings(long seed) {
        assertPruningChangesNothing(scenario(
                seed,
                "abi: v2, ring_bytes: 64B",
                "- io_setup2: {ctx: c, features: [MAP_RING, OVERFLOW_FLAG]}",
                "iocb",
                "- io_submit2: {ctx: c, iocbs: [r2]}",
                NEW));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void completion_lists(long seed) {
        assertPruningChangesNothing(scenario(
                seed,
                "abi: v2",
                "- completion_list: l",
                "iocb_noctx",
                "- io_submit_noctx: {iocb: r1, list: l}\n      "
                        + "- io_submit_noctx: {iocb: r2, list: l}",
                LISTS));
    }

    private static void assertPruningChangesNothing(Scenario scenario) {
        Exploration all = Explored.explore(scenario, PREEMPTIONS, Pruning.NONE);
        assertThat(all.complete()).isTrue();
        for (Pruning pruning : List.of(Pruning.EQUAL_STATES, Pruning.EQUAL_HISTORIES)) {
            Exploration pruned = Explored.explore(scenario, PREEMPTIONS, pruning);
            assertThat(pruned.interleavings()).as("%s", pruning).isEqualTo(all.interleavings());
            assertThat(pruned.violating()).as("%s", pruning).isEqualTo(all.violating());
            assertThat(pruned.verdict()).as("%s", pruning).isEqualTo(all.verdict());
            assertThat(pruned.runs()).as("%s", pruning).isLessThanOrEqualTo(all.runs());
        }
    }

    private static Scenario scenario(
            long seed, String kernel, String setup, String iocb, String first, List<String> steps) {
        RandomStream random = RandomStream.named(seed, kernel);
        StringBuilder text = new StringBuilder("kiosim: 1\ntitle: t\n");
        text.append("machine: {cpus: ").append(THREADS + 1).append(", costs: free}\n");
        text.append("kernel: {").append(kernel).append("}\n");
        text.append("devices: {disk: {kind: \"null\"}}\nprocesses:\n  setup:\n    program:\n");
        text.append("      - open: {fd: f, file: disk, flags: [O_RDWR, O_DIRECT]}\n");
        text.append("      - buffer: {buf: b, len: 4KiB}\n");
        text.append("      ").append(setup).append('\n');
        for (int i = 1; i <= 2; i++) {
            text.append("      - ").append(iocb).append(": {iocb: r").append(i);
            text.append(", aio_data: ").append(i).append(", aio_fildes: f, aio_buf: b, ");
            text.append("aio_nbytes: ").append(i * 512).append("}\n");
        }
        text.append("      ").append(first).append('\n');
        for (int i = 0; i < THREADS; i++) {
            text.append("  t").append(i).append(":\n    thread_of: setup\n    program:\n      ");
            text.append(steps.get(random.nextInt(steps.size()))).append('\n');
        }
        return Explored.scenario(text.toString());
    }
}
