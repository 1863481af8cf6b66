package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What becomes of a run in which a power cut takes what was promised. */
class BrokenPromiseTest {
    private static final long JUST_BEFORE_THE_CUT_NANOS = 49_000_000;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(BiFunction<Scenario, RunOptions, ScenarioRun> runs, String... args) {
        Stdio stdio = Stdio.of(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(err, true, UTF_8));
        return new CommandLine(CommandSpec.create().name("kiosim"))
                .addSubcommand("run", new RunCommand(stdio, runs))
                .setExecutionExceptionHandler(new Failures(stdio))
                .execute(args);
    }

    /** The drive of that name forgets everything, what it had made durable included. */
    private static ScenarioRun forgetting(String drive, Scenario scenario, RunOptions options) {
        ScenarioRun run = new ScenarioRun(scenario, options);
        var device = run.machine().device(drive);
        Bio everything = new Bio();
        everything.prepare(
                Bio.Op.DISCARD, 0, 8192, Math.toIntExact(device.sectorCount() - 8192), bio -> {});
        run.machine()
                .engine()
                .schedule(
                        JUST_BEFORE_THE_CUT_NANOS,
                        () -> Objects.requireNonNull(device.content()).move(everything, false));
        return run;
    }

    @Test
    void a_power_cut_that_takes_what_was_flushed_ends_with_3_and_says_how_to_repeat_it() {
        int exitCode = run(
                (scenario, options) -> forgetting("flash", scenario, options),
                "run",
                "power-cut-flush",
                "--seed",
                "7");
        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString(UTF_8))
                .startsWith("kiosim: broken invariant: a power cut took what was promised: "
                        + "[cached sectors 0 to 7: not_allowed, cannot be read, "
                        + "1 was acknowledged, ")
                .endsWith("To repeat it:\n    kiosim run power-cut-flush --seed 7\n");
    }

    @Test
    void the_same_run_on_a_drive_that_forgets_nothing_ends_well() {
        assertThat(run(ScenarioRun::new, "run", "power-cut-flush", "--seed", "7"))
                .isZero();
    }
}
