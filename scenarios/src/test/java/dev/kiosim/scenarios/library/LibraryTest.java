package dev.kiosim.scenarios.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.explore.Exploration;
import dev.kiosim.scenarios.explore.ExploreExpectations;
import dev.kiosim.scenarios.explore.Explorer;
import dev.kiosim.scenarios.explore.Limits;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.scenarios.run.StuckException;
import dev.kiosim.trace.TraceReader;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryTest {
    private static final int EVENTS_AT_ONCE = 10_000;

    static List<String> names() {
        return Library.names();
    }

    @Test
    void the_index_names_every_scenario_in_the_folder_and_its_subfolders() throws Exception {
        URL index = Library.class.getResource("index.txt");
        Path folder = Path.of(index.toURI()).getParent();
        try (Stream<Path> walked = Files.walk(folder)) {
            List<String> files = walked.map(file -> folder.relativize(file).toString())
                    .map(file -> file.replace(File.separatorChar, '/'))
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.replace(".yaml", ""))
                    .toList();
            assertThat(Library.names()).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_scenario_has_a_title_says_what_to_look_for_and_expects_something(String name) {
        Scenario scenario = read(name);
        assertThat(scenario.title()).isEqualTo(Library.titleOf(name)).doesNotEndWith(".");
        assertThat(scenario.lookFor()).isNotBlank();
        assertThat(scenario.expects()).isNotEmpty();
        assertThat(scenario.warnings()).isEmpty();
    }

    static List<String> names(Predicate<Scenario> wanted) {
        return Library.names().stream().filter(name -> wanted.test(read(name))).toList();
    }

    static List<String> ofOneRun() {
        return names(scenario -> !ExploreExpectations.hasAny(scenario));
    }

    static List<String> ofAllInterleavings() {
        return names(ExploreExpectations::hasAny);
    }

    @ParameterizedTest
    @MethodSource("ofOneRun")
    void a_scenario_does_what_it_expects_and_every_receipt_adds_up(String name) {
        CompletionSink adds = completion -> assertThat(completion.kernelNanos()
                        + completion.waitNanos()
                        + completion.cacheNanos()
                        + completion.schedulerNanos()
                        + completion.serviceNanos())
                .isEqualTo(completion.latencyNanos());
        assertThat(run(read(name), new ArrayList<>(), adds).failures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ofAllInterleavings")
    void an_exploration_finds_what_its_scenario_expects(String name) {
        Scenario scenario = read(name);
        Explorer explorer = new Explorer(scenario, options(new ArrayList<>()), Limits.of(scenario));
        Exploration found = explorer.explore((runs, states) -> true);
        assertThat(ExploreExpectations.failures(scenario, found)).isEmpty();
    }

    static List<String> ofThePrototype() {
        return Library.names().stream()
                .filter(name -> name.startsWith("prototype/"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ofThePrototype")
    void a_scenario_of_the_prototype_passes_under_the_abi_that_is_right(String name) {
        RunSummary summary = run(read(name, "kernel.abi=v2"), new ArrayList<>());
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.findings().values()).allMatch(count -> count == 0);
    }

    @ParameterizedTest
    @MethodSource("ofThePrototype")
    void a_scenario_of_the_prototype_shows_the_defect_that_it_has(String name) {
        String cured = "kernel.defects=[]";
        boolean isProperty = name.contains("p7");
        assertThat(holds(read(name, cured))).isEqualTo(isProperty);
    }

    private static boolean holds(Scenario scenario) {
        try {
            return run(scenario, new ArrayList<>()).failures().isEmpty();
        } catch (StuckException waitsForTheDefect) {
            return false;
        }
    }

    @Test
    void a_reaper_that_does_not_look_at_the_overflow_flag_sleeps_on_an_event() {
        String careless = "processes.reaper.program.8.reap_loop.check_flag=false";
        Scenario scenario = read("overflow-flag-reaper", careless);
        assertThatThrownBy(() -> run(scenario, new ArrayList<>()))
                .isInstanceOf(StuckException.class)
                .hasMessageContaining("nothing will wake reaper in read");
    }

    @Test
    void the_trace_is_replayed_whole_under_the_classic_abi_too() {
        List<String> notes = new ArrayList<>();
        RunSummary summary = run(read("pgbench-on-bcache", "kernel.abi=v1"), notes);
        assertThat(summary.completions()).isEqualTo(140_281);
        assertThat(summary.errors()).isZero();
        assertThat(summary.refused()).isZero();
        assertThat(summary.failures()).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void finds_neither_a_scenario_nor_a_trace_outside_of_its_folder() {
        assertThat(Library.find("../library/first-read")).isNull();
        assertThat(Library.openTrace("../run/RunOptions.class")).isNull();
        assertThat(Library.openTrace("no-such-trace")).isNull();
    }

    private static Scenario read(String name, String... settings) {
        Source source = Library.find(name);
        return new ScenarioReader().read(source, List.of(settings));
    }

    private static RunSummary run(Scenario scenario, List<String> notes) {
        return run(scenario, notes, CompletionSink.NONE);
    }

    private static RunSummary run(
            Scenario scenario, List<String> notes, CompletionSink completions) {
        ScenarioRun run = new ScenarioRun(scenario, options(notes, completions));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = run.advance(EVENTS_AT_ONCE);
        }
        return run.finish();
    }

    private static RunOptions options(List<String> notes) {
        return options(notes, CompletionSink.NONE);
    }

    private static RunOptions options(List<String> notes, CompletionSink completions) {
        return new RunOptions(
                OptionalLong.empty(),
                TraceReader.NONE,
                completions,
                new Listener(notes),
                (source, path) -> traceOf(path));
    }

    private static InputStream traceOf(String path) throws FileNotFoundException {
        InputStream trace = Library.openTrace(path);
        if (trace == null) {
            throw new FileNotFoundException(path);
        }
        return trace;
    }

    /** Keeps what is not as it should be; what lessons remark is not of interest. */
    private record Listener(List<String> notes) implements RunOptions.Notes {
        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public void remark(String lines) {}
    }
}
