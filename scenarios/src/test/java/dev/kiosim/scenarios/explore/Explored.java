package dev.kiosim.scenarios.explore;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.explore.Limits.Pruning;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.library.Library;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.trace.TraceReader;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.OptionalLong;

/** Explorations of scenarios that tests write down, or take from the library. */
final class Explored {
    private static final int ENOUGH = 200_000;

    private Explored() {}

    static Scenario scenario(String text) {
        return new ScenarioReader().read(Source.of("test.yaml", text), List.of());
    }

    static Scenario library(String name) {
        return new ScenarioReader().read(Library.find(name), List.of());
    }

    static RunOptions options() {
        return new RunOptions(
                OptionalLong.empty(),
                TraceReader.NONE,
                CompletionSink.NONE,
                line -> {},
                (source, path) -> {
                    throw new FileNotFoundException(path);
                });
    }

    static Exploration explore(Scenario scenario, int preemptions, Pruning pruning) {
        return explore(scenario, new Limits(preemptions, ENOUGH, pruning));
    }

    static Exploration explore(Scenario scenario, Limits limits) {
        return new Explorer(scenario, options(), limits).explore((runs, states) -> true);
    }

    /** Processes that share nothing, with so many steps of computing each. */
    static Scenario independent(int processes, int computations) {
        StringBuilder text = new StringBuilder("kiosim: 1\ntitle: t\nmachine: {cpus: ");
        text.append(processes).append(", costs: free}\nprocesses:\n");
        for (int i = 0; i < processes; i++) {
            text.append("  p").append(i).append(":\n    program:\n");
            text.append("      - compute: 0ns\n".repeat(computations));
        }
        return scenario(text.toString());
    }
}
