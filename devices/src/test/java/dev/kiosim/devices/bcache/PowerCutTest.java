package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.LossReason;
import dev.kiosim.block.PowerCutReport;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power cuts at random events of ten scenarios: 1,000 in all, or as many as the property
 * {@code kiosim.cuts} says. What drives hold in volatile caches stays or goes by chance, sector by
 * sector; writes under way are torn.
 */
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("kiosim.cuts", 1_000);
    private static final int CUTS_OF_A_CHAIN = 25;

    static List<PowerCutScenario> scenarios() {
        return PowerCutScenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void what_was_flushed_outlives_a_power_cut_at_any_event(PowerCutScenario scenario) {
        PowerCutReport total = new PowerCutReport();
        int chains = Math.max(1, CUTS / scenarios().size() / CUTS_OF_A_CHAIN);
        for (long seed = 1; seed <= chains; seed++) {
            PowerCutRun run = new PowerCutRun(scenario, seed);
            run.cut(CUTS_OF_A_CHAIN);
            assertThat(run.report().notAllowed())
                    .as("%s, seed %d: %s", scenario, seed, run.report().lost())
                    .isZero();
            total.add(run.report());
        }
        System.out.println(scenario + ": " + total); // the figures of the run
        assertThat(total.cuts()).isEqualTo((long) chains * CUTS_OF_A_CHAIN);
        assertThat(total.sectorsChecked()).isGreaterThan(total.cuts() * 100);
        assertThat(total.losses(LossReason.DRIVE_CACHE) + total.losses(LossReason.JOURNAL_DELAY))
                .as("a check that never finds anything checks nothing")
                .isPositive();
    }
}
