package dev.kiosim.scenarios.explore;

import dev.kiosim.config.ConfigException;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.ProcessSpec.ProgramSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps a scenario from being explored: anything by which time or a scheduler would order
 * steps that may come in any order.
 */
final class Obstacles {
    private Obstacles() {}

    /**
     * Checks that there is none.
     *
     * @throws ScenarioException with all there are
     */
    static void check(Scenario scenario, ScenarioRun run) {
        List<Mistake> mistakes = new ArrayList<>();
        if (!run.machine().kernel().costs().equals(CostTable.FREE)) {
            mistakes.add(scenario.section("machine")
                    .mistake(new ConfigException(
                            "costs",
                            scenario.machine().group("costs").text("preset"),
                            "free, since else time orders the steps")));
        }
        int cpus = (int) scenario.machine().number("cpus");
        int tasks = run.lessons().size();
        if (cpus < tasks) {
            mistakes.add(scenario.section("machine")
                    .mistake(new ConfigException(
                            "cpus", cpus, tasks + " at least, one for each task")));
        }
        for (ProcessSpec process : scenario.processes()) {
            if (!(process.work() instanceof ProgramSpec)) {
                mistakes.add(Mistake.error(
                        process.section().at(),
                        "process " + process.name()
                                + " has no program; expected explicit steps, to explore their"
                                + " orders"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ScenarioException(mistakes);
        }
    }
}
