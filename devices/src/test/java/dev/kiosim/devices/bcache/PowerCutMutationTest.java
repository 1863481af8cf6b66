package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.SectorRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The check of power cuts finds a loss when a rule of order is broken on purpose. */
class PowerCutMutationTest {
    private static final int CUTS = 25;
    private static final long SEEDS_MAX = 8;

    private static final int JOURNAL = Bio.META | Bio.PREFLUSH | Bio.FUA;

    /** Whether some chain of cuts finds a loss that is not allowed. */
    private static boolean isFound(PowerCutScenario scenario, UnaryOperator<PowerCutRun> mutation) {
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            PowerCutRun run = mutation.apply(new PowerCutRun(scenario, seed));
            run.cut(CUTS);
            if (run.report().notAllowed() > 0) {
                return true;
            }
        }
        return false;
    }

    private static UnaryOperator<BlockDevice> lie(
            PowerCutRun run, Predicate<Bio> swallowed, Consumer<Bio> change) {
        return below -> new LyingDevice(below, run.engine(), swallowed, change);
    }

    private static boolean isJournal(Bio bio) {
        return bio.op == Bio.Op.WRITE && bio.has(JOURNAL);
    }

    @Test
    void a_journal_write_without_flush_is_found() {
        assertThat(isFound(
                        PowerCutScenario.named("fua-heavy"),
                        run -> run.withSsd(lie(run, bio -> false, bio -> {
                            if (isJournal(bio)) {
                                bio.flags &= ~Bio.PREFLUSH;
                            }
                        }))))
                .isTrue();
    }

    @Test
    void a_journal_write_that_stays_in_the_drives_cache_is_found() {
        assertThat(isFound(
                        PowerCutScenario.named("fua-heavy"),
                        run -> run.withSsd(lie(run, bio -> false, bio -> {
                            if (isJournal(bio)) {
                                bio.flags &= ~Bio.FUA;
                            }
                        }))))
                .isTrue();
    }

    @Test
    void a_flush_that_leaves_out_the_disk_is_found() {
        assertThat(isFound(
                        PowerCutScenario.named("writearound"),
                        run -> run.withDisk(lie(run, bio -> bio.op == Bio.Op.FLUSH, bio -> {}))))
                .isTrue();
    }

    @Test
    void a_flush_that_leaves_out_the_disk_does_not_hide_behind_the_holes() {
        assertThat(isFound(
                        PowerCutScenario.named("detach"),
                        run -> run.withDisk(lie(run, bio -> bio.op == Bio.Op.FLUSH, bio -> {}))))
                .isTrue();
    }

    @Test
    void a_write_with_fua_that_stays_in_the_disks_cache_does_not_hide_behind_the_holes() {
        assertThat(isFound(
                        PowerCutScenario.named("detach"),
                        run -> run.withDisk(lie(run, bio -> false, bio -> bio.flags &= ~Bio.FUA))))
                .isTrue();
    }

    @Test
    void dirty_data_that_count_as_clean_before_they_are_written_back_are_found() {
        assertThat(isFound(
                        PowerCutScenario.named("moving-gc"),
                        run -> run.withDisk(lie(
                                run,
                                bio -> bio.op == Bio.Op.WRITE && (bio.flags & ~Bio.IDLE) == 0,
                                bio -> {}))))
                .isTrue();
    }

    @Test
    void buckets_that_are_reused_before_their_generations_are_written_are_found() {
        assertThat(isFound(
                        PowerCutScenario.named("gc-busy"),
                        run -> run.withSsd(lie(run, bio -> false, new StaleTable(run)))))
                .isTrue();
    }

    /** Each priority table that is written says what the first one said. */
    private record StaleTable(PowerCutRun run, List<long[]> first) implements Consumer<Bio> {
        StaleTable(PowerCutRun run) {
            this(run, new ArrayList<>());
        }

        @Override
        public void accept(Bio bio) {
            SectorRecords records = run.ssdContent().records();
            if (bio.op != Bio.Op.WRITE || bio.flags != (Bio.SYNC | Bio.META)) {
                return;
            }
            long[] words = records.words(bio.stamps[0]);
            if (PrioTable.decode(words) == null) {
                return;
            }
            if (first.isEmpty()) {
                first.add(words);
            }
            bio.stamps = records.add(bio.sectorCount, first.get(0));
        }
    }

    @Test
    void nodes_that_count_as_written_before_they_are_are_found() {
        assertThat(isFound(
                        PowerCutScenario.named("journal-full"),
                        run -> run.withSsd(lie(
                                run,
                                bio -> bio.op == Bio.Op.WRITE
                                        && bio.has(Bio.META | Bio.FUA)
                                        && !bio.has(Bio.PREFLUSH),
                                bio -> {}))))
                .isTrue();
    }
}
