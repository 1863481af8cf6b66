package dev.kiosim.scenarios.program;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.config.Settings;
import dev.kiosim.scenarios.StepSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which class makes the steps of a kind: one row each. */
final class StepMakers {
    private static final Map<String, Maker> BY_KIND = table();

    /** Makes a step of its settings. */
    @FunctionalInterface
    interface Maker {
        /** The step. */
        Step make(Settings settings);
    }

    private StepMakers() {}

    private static Map<String, Maker> table() {
        Map<String, Maker> table = new LinkedHashMap<>();
        MemorySteps.addTo(table);
        FileSteps.addTo(table);
        ClassicSteps.addTo(table);
        NewSteps.addTo(table);
        CallSteps.addTo(table);
        ListSteps.addTo(table);
        UserSteps.addTo(table);
        table.put("sysfs", SysfsStep::new);
        return table;
    }

    /** The kinds that have a maker. */
    static Set<String> kinds() {
        return BY_KIND.keySet();
    }

    static Step make(StepSpec spec) {
        Maker maker = BY_KIND.get(spec.kind());
        if (maker == null) {
            throw violated("the reader let step %s pass", spec.kind());
        }
        return maker.make(spec.settings());
    }
}
