package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.util.ArrayList;
import java.util.List;

/**
 * A run in a given order of steps. Behind the end of the schedule, whoever went last goes on while
 * it can.
 */
public final class ScheduledRun implements Driver {
    private final List<String> schedule;
    private final Transcript transcript = new Transcript();
    private final ControlledRun run;
    private int last;

    /**
     * Builds the machine and starts the processes.
     *
     * @throws dev.kiosim.scenarios.ScenarioException if the scenario cannot be run step by step, or
     *     has mistakes that show only now
     */
    public ScheduledRun(Scenario scenario, RunOptions options, Schedule schedule) {
        this.schedule = schedule.actors();
        run = new ControlledRun(scenario, options, this, transcript);
    }

    /** The run itself. */
    public ScenarioRun run() {
        return run.run();
    }

    /**
     * Fires up to {@code events} events; false if the run is over.
     *
     * @throws ScheduleException if the schedule does not fit
     */
    public boolean advance(int events) {
        for (int i = 0; i < events; i++) {
            if (!run.advance()) {
                checkWhole();
                return false;
            }
        }
        return true;
    }

    private void checkWhole() {
        if (run.violation() == null && run.steps() < schedule.size()) {
            throw new ScheduleException("the schedule has " + schedule.size()
                    + " steps, but nothing is left to do after " + run.steps());
        }
    }

    /** What went wrong, or null. */
    public @Nullable Violation violation() {
        return run.violation();
    }

    /** What each step did. */
    public List<Transcript.Row> rows() {
        return transcript.rows();
    }

    @Override
    public int next(ControlledRun at, int[] actors, int count) {
        last = at.steps() < schedule.size() ? scheduled(at, actors, count) : goingOn(actors, count);
        return last;
    }

    private int scheduled(ControlledRun at, int[] actors, int count) {
        String name = schedule.get(at.steps());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(at.actors().name(actors[i]));
            if (names.get(i).equals(name)) {
                return actors[i];
            }
        }
        throw new ScheduleException("step " + (at.steps() + 1) + " of the schedule is " + name
                + "'s, who has none at hand; expected one of " + String.join(", ", names));
    }

    private int goingOn(int[] actors, int count) {
        for (int i = 0; i < count; i++) {
            if (actors[i] == last) {
                return last;
            }
        }
        return actors[0];
    }
}
