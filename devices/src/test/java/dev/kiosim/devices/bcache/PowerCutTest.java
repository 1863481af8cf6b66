package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.LossReason;
import dev.kiosim.block.LostExtent;
import dev.kiosim.block.PowerCutReport;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power cuts at random events of eleven scenarios: 10,000 in all, or as many as the property
 * {@code kiosim.cuts} says, and some more while the set is being registered again. What drives hold
 * in volatile caches stays or goes by chance, sector by sector; writes under way are torn.
 */
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("kiosim.cuts", 10_000);
    private static final int CUTS_OF_A_CHAIN = 25;
    private static final int CHAINS_WITHOUT_CACHES = 2;

    static List<PowerCutScenario> scenarios() {
        return PowerCutScenario.all();
    }

    private static PowerCutReport cut(
            PowerCutScenario scenario, long chains, UnaryOperator<PowerCutRun> prepare) {
        PowerCutReport total = new PowerCutReport();
        int hangs = 0;
        for (long seed = 1; seed <= chains; seed++) {
            PowerCutRun run = prepare.apply(new PowerCutRun(scenario, seed));
            run.cut(CUTS_OF_A_CHAIN);
            assertThat(run.report().notAllowed())
                    .as("%s, seed %d: %s", scenario, seed, run.report().lost())
                    .isZero();
            total.add(run.report());
            hangs += run.hangs();
        }
        System.out.println(scenario + ": " + total + ", hangs " + hangs); // the figures of the run
        assertThat(hangs) // see a_small_journal_can_be_full_for_good
                .as("sets whose journal was full for good: a few of many, none of few")
                .isLessThanOrEqualTo((int) (chains / 10));
        return total;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void what_was_flushed_outlives_a_power_cut_at_any_event(PowerCutScenario scenario) {
        int cutsOfAll = scenarios().size() * CUTS_OF_A_CHAIN;
        long chains = Math.max(1, (CUTS + cutsOfAll - 1) / cutsOfAll);
        PowerCutReport total = cut(scenario, chains, PowerCutRun::cuttingRegistrations);
        assertThat(total.cuts())
                .as("those while the set was being registered come on top")
                .isGreaterThanOrEqualTo(chains * CUTS_OF_A_CHAIN);
        assertThat(total.sectorsChecked()).isGreaterThan(total.cuts() * 100);
        assertThat(total.losses(LossReason.DRIVE_CACHE) + total.losses(LossReason.JOURNAL_DELAY))
                .as("a check that never finds anything checks nothing")
                .isPositive();
    }

    /** A leaf never runs ahead of data; what a write under way may take is in the next test. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void without_volatile_caches_only_a_write_under_way_takes_what_was_flushed(
            PowerCutScenario scenario) {
        PowerCutReport total =
                cut(scenario.withoutVolatileCaches(), CHAINS_WITHOUT_CACHES, run -> run);
        assertThat(total.losses(LossReason.INDEX_AHEAD)).as("%s", total).isZero();
        assertThat(total.losses(LossReason.DRIVE_CACHE)).isZero();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void without_volatile_caches_and_writes_under_way_nothing_that_was_flushed_is_lost(
            PowerCutScenario scenario) {
        PowerCutReport total = cut(
                scenario.withoutVolatileCaches(),
                CHAINS_WITHOUT_CACHES,
                PowerCutRun::endingQuietly);
        assertThat(total.holes()).as("%s", total).isZero();
        assertThat(total.losses(LossReason.DRIVE_CACHE)).isZero();
    }

    /** Here a leaf that holds the journal's oldest entry back is split while bios wait for room. */
    @Test
    void a_full_journal_gets_room_when_a_leaf_is_replaced() {
        PowerCutScenario scenario = PowerCutScenario.named("fua-heavy").withoutVolatileCaches();
        PowerCutRun run = new PowerCutRun(scenario, 3).endingQuietly();
        run.cut(CUTS_OF_A_CHAIN); // all bios end before each cut
        assertThat(run.report().cuts()).isEqualTo(CUTS_OF_A_CHAIN);
    }

    @Test
    void a_sector_that_cannot_be_read_any_more_is_lost_once() {
        PowerCutRun run = new PowerCutRun(PowerCutScenario.named("journal-full").longer(16), 9);
        run.cut(CUTS_OF_A_CHAIN);
        assertThat(run.report().notAllowed()).isZero();
        assertThat(run.report().lost().stream().filter(lost -> lost.found() < 0))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(lost -> lost.reason() == LossReason.INDEX_AHEAD)
                .extracting(LostExtent::sector)
                .contains(1411L);
    }

    /**
     * The bucket in reserve is there for one replay. If that has used it up and the power fails
     * again before the journal got room, the next one waits for ever, as bcache's does. A journal
     * of 4 buckets of 8 blocks is the smallest that there is.
     */
    @Test
    void a_small_journal_can_be_full_for_good() {
        PowerCutRun run = new PowerCutRun(PowerCutScenario.named("journal-full").longer(8), 11);
        run.cut(CUTS_OF_A_CHAIN);
        assertThat(run.hangs()).isEqualTo(1);
        assertThat(run.report().notAllowed()).isZero();
    }
}
