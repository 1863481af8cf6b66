package dev.kiosim.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.trace.TraceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that lies on purpose is found out, and what shows it is short. */
class WrongDoubleTest {
    private static final long GRACE_NANOS = 150_000;
    private static final int PROGRAMS_MAX = 300;

    @TempDir
    Path folder;

    private Destroyer destroyer;

    @BeforeEach
    void this_machine_can_be_asked() {
        String refusal = LiveHost.refusal(folder);
        assumeTrue(refusal.isEmpty(), "the live kernel is not asked: " + refusal);
    }

    /** The real kernel, but for what {@code lie} makes of each step. */
    private List<Step> doubleRecords(
            List<Step> program, java.util.function.UnaryOperator<Step> lie) {
        try (LiveCase live = new LiveCase(folder, destroyer, GRACE_NANOS)) {
            return live.record(program).stream().map(lie).toList();
        }
    }

    private Oracle.Finding firstFinding(java.util.function.UnaryOperator<Step> lie) {
        List<Oracle.Finding> found = new ArrayList<>();
        OnOneCpu.run(() -> {
            try (Destroyer made = new Destroyer()) {
                destroyer = made;
                Oracle oracle = new Oracle(LiveHost.json(), program -> doubleRecords(program, lie));
                for (int i = 0; found.isEmpty() && i < PROGRAMS_MAX; i++) {
                    Oracle.Finding finding = oracle.compare(Programs.program(7, i));
                    if (finding != null) {
                        found.add(new Shrinker(oracle::compare).shrink(finding));
                    }
                }
            }
        });
        return found.get(0);
    }

    /** Returns another error where one iocb is refused with EINVAL. */
    private static Step claimsEnosys(Step step) {
        boolean isCall = step.call().equals("io_submit") && step.args().number("nr", 0) == 1;
        boolean isRefused = step.seen().text("ret", "").equals("-EINVAL");
        return isCall && isRefused ? with(step, "ret", Json.of("-ENOSYS")) : step;
    }

    /** A ring whose head io_getevents forgets to move. */
    private static Step forgetsHead(Step step) {
        if (!step.call().equals("io_getevents") || step.seen().number("ret", 0) <= 0) {
            return step;
        }
        Json.Obj rings =
                new Json.Obj(new LinkedHashMap<>(step.seen().object("rings").fields()));
        rings.fields()
                .replaceAll((name, header) -> header instanceof Json.Obj fields
                        ? new Json.Obj(new LinkedHashMap<>(fields.fields())).put("head", Json.of(0))
                        : header);
        return with(step, "rings", rings);
    }

    private static Step with(Step step, String key, Json value) {
        Json.Obj seen = new Json.Obj(new LinkedHashMap<>(step.seen().fields())).put(key, value);
        return new Step(step.call(), step.args(), seen);
    }

    @Test
    void a_wrong_return_is_found_and_shrunk_to_the_call_and_what_it_needs() {
        Oracle.Finding finding = firstFinding(WrongDoubleTest::claimsEnosys);
        assertThat(finding.difference().recorded()).isEqualTo("ret \"-ENOSYS\"");
        assertThat(finding.difference().simulated()).isEqualTo("ret \"-EINVAL\"");
        assertThat(finding.recorded().size()).isLessThanOrEqualTo(5);
        assertThat(finding.recorded().get(finding.recorded().size() - 1).call())
                .isEqualTo("io_submit");
    }

    @Test
    void a_wrong_ring_header_is_found_and_shrunk_to_one_read() {
        Oracle.Finding finding = firstFinding(WrongDoubleTest::forgetsHead);
        assertThat(finding.difference().recorded()).matches("ring c\\d head 0");
        assertThat(finding.recorded().size()).isLessThanOrEqualTo(7);
        assertThat(finding.recorded().stream().map(Step::call))
                .contains("io_setup", "io_submit", "io_getevents");
    }

    @Test
    void what_is_printed_is_a_scenario_that_fails_where_the_two_differ() {
        Oracle.Finding finding = firstFinding(WrongDoubleTest::claimsEnosys);
        String report = Report.of(finding, 7, 0);
        assertThat(report).contains("real kernel: ret \"-ENOSYS\"", "kiosim:      ret \"-EINVAL\"");
        RunSummary summary = run(report.substring(report.indexOf("kiosim: 1")));
        assertThat(summary.failures()).hasSize(1);
        assertThat(summary.failures().get(0).toString()).contains("-ENOSYS", "-EINVAL");
    }

    @Test
    void what_is_printed_of_a_program_without_a_lie_does_not_fail() {
        List<Step> program = List.of(
                step("io_setup", "ctx", "c0", "nr_events", "8"),
                step("open", "fd", "f0", "size", "8192", "flags", "O_RDWR"),
                step("buffer", "buf", "b0", "len", "8192", "align", "4096", "fill", "238"),
                step(
                        "iocb",
                        "iocb",
                        "a0",
                        "aio_data",
                        "7",
                        "aio_fildes",
                        "f0",
                        "aio_buf",
                        "b0",
                        "aio_nbytes",
                        "512"),
                new Step(
                        "io_submit",
                        Programs.args("ctx", "c0", "nr", "1")
                                .put("iocbpp", new Json.Array(List.of(Json.of("a0")))),
                        new Json.Obj()),
                step("io_getevents", "ctx", "c0", "min_nr", "1", "nr", "2", "timeout", "0:0"),
                step("io_destroy", "ctx", "c0"));
        List<Step> recorded = new ArrayList<>();
        OnOneCpu.run(() -> {
            try (Destroyer made = new Destroyer()) {
                destroyer = made;
                recorded.addAll(doubleRecords(program, step -> step));
            }
        });
        String scenario = ScenarioText.of(recorded, "No lie");
        assertThat(scenario).contains("io_submit: {ctx: c0, nr: 1, iocbs: [a0]}", "ret: 1");
        assertThat(run(scenario).failures()).isEmpty();
    }

    private static Step step(String call, String... keysAndValues) {
        return new Step(call, Programs.args(keysAndValues), new Json.Obj());
    }

    private static RunSummary run(String text) {
        Scenario scenario = new ScenarioReader().read(Source.of("report", text), List.of());
        RunOptions options = new RunOptions(
                OptionalLong.empty(),
                TraceReader.NONE,
                CompletionSink.NONE,
                line -> {},
                (source, path) -> {
                    throw new java.io.FileNotFoundException(path);
                });
        ScenarioRun run = new ScenarioRun(scenario, options);
        boolean goesOn = true;
        while (goesOn) {
            goesOn = run.advance(1_000);
        }
        return run.finish();
    }
}
