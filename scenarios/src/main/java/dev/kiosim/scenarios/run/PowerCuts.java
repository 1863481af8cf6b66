package dev.kiosim.scenarios.run;

import dev.kiosim.block.PowerCut;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Engine;
import dev.kiosim.scenarios.FaultSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.vocabulary.PowerCutKeys;
import java.util.Locale;

/** When the power fails: the cuts of a scenario, in the order in which they are written. */
final class PowerCuts {
    private final Settings[] cuts;
    private int done;
    private boolean isTime;
    private long dueNanos;

    PowerCuts(Scenario scenario) {
        cuts = scenario.faults().stream()
                .filter(FaultSpec::isPowerCut)
                .map(fault -> fault.settings().group(PowerCutKeys.NAME))
                .toArray(Settings[]::new);
    }

    /** Whether the power fails at all, from now on. */
    boolean isAnyLeft() {
        return done < cuts.length;
    }

    /** Power cuts so far. */
    int done() {
        return done;
    }

    /** The clock of the next cut starts: an event of its own marks its time. */
    void arm(Engine engine) {
        isTime = false;
        dueNanos = 0;
        if (!isAnyLeft()) {
            return;
        }
        Settings next = cuts[done];
        long at = next.has("at") ? next.number("at") : 0;
        if (next.has("before")) {
            at = engine.random("power cut " + done).nextLong(Math.max(1, next.number("before")));
        }
        if (!next.has("event")) {
            dueNanos = at;
            engine.schedule(Math.max(0, at - engine.nowNanos()), () -> isTime = true);
        }
    }

    /** When the next cut comes; 0 if it comes after so many events. */
    long dueNanos() {
        return dueNanos;
    }

    /** Whether the power fails now; {@code events} have been fired since the start of the run. */
    boolean isDue(long events) {
        return isAnyLeft()
                && (isTime || cuts[done].has("event") && events >= cuts[done].number("event"));
    }

    /** The next cut, which is due. */
    PowerCut take(Engine engine) {
        String caches = cuts[done].text("caches").toUpperCase(Locale.ROOT);
        return new PowerCut(
                PowerCut.Caches.valueOf(caches), engine.random("power cut caches " + done++));
    }
}
