package dev.kiosim.cli;

import dev.kiosim.cli.output.Figures;
import dev.kiosim.cli.terminal.Interruption;
import dev.kiosim.cli.terminal.ProgressLine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.scenarios.run.StuckException;
import java.util.function.IntPredicate;

/** Carries a run to its end, or until somebody interrupts it, and shows how far it is. */
final class Simulation {
    /** Between two looks at the wall clock: about a millisecond. */
    private static final int EVENTS_AT_ONCE = 4096;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ScenarioRun run;
    private final IntPredicate advance;
    private final @Nullable ProgressLine progress;
    private final Interruption interruption;
    private String stuck = "";

    Simulation(ScenarioRun run, @Nullable ProgressLine progress, Interruption interruption) {
        this(run, run::advance, progress, interruption);
    }

    /** The same; {@code advance} fires so many events and says whether that is not all. */
    Simulation(
            ScenarioRun run,
            IntPredicate advance,
            @Nullable ProgressLine progress,
            Interruption interruption) {
        this.run = run;
        this.advance = advance;
        this.progress = progress;
        this.interruption = interruption;
    }

    /** Goes on until the end; false if it was interrupted. */
    boolean complete() {
        while (!interruption.isInterrupted()) {
            if (!advance()) {
                return true;
            }
            if (progress != null) {
                progress.update(elapsedNanos -> howFar() + rate(elapsedNanos));
            }
        }
        return false;
    }

    /** Goes on for a while; false if it is over. */
    boolean advance() {
        try {
            return advance.test(EVENTS_AT_ONCE);
        } catch (StuckException e) {
            stuck = String.valueOf(e.getMessage());
            return false;
        }
    }

    /** Why nothing can go on any more; empty if the run ended well. */
    String stuck() {
        return stuck;
    }

    /** Simulated time and IOs so far. */
    String howFar() {
        return Figures.duration(run.machine().engine().nowNanos())
                + " simulated, "
                + run.completions()
                + " IOs";
    }

    private String rate(long elapsedNanos) {
        long perSecond = Figures.perSecond(run.completions(), elapsedNanos);
        return ", " + perSecond + " IO/s, " + elapsedNanos / NANOS_PER_SECOND + " s";
    }
}
