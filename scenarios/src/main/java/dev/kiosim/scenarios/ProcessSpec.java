package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;
import java.util.List;

/**
 * A process of the scenario, and what it does.
 *
 * @param name unique among processes
 * @param section what all kinds of process have: cpu, numjobs, prio and so on, see
 *     {@link dev.kiosim.scenarios.vocabulary.ProcessKeys}
 */
public record ProcessSpec(String name, Section section, Work work) {
    /** What a process does. */
    public sealed interface Work {}

    /** Generated IO; keys of {@link dev.kiosim.scenarios.vocabulary.WorkloadKeys}. */
    public record WorkloadSpec(Section section) implements Work {
        /** Its keys. */
        public Settings settings() {
            return section.settings();
        }
    }

    /** Recorded IO, replayed; keys of {@link dev.kiosim.scenarios.vocabulary.TraceKeys}. */
    public record TraceSpec(Section section) implements Work {
        /** Its keys. */
        public Settings settings() {
            return section.settings();
        }
    }

    /** Explicit steps, in order. */
    public record ProgramSpec(List<StepSpec> steps) implements Work {
        public ProgramSpec {
            steps = List.copyOf(steps);
        }
    }

    /** The keys that all kinds of process have. */
    public Settings settings() {
        return section.settings();
    }
}
