package dev.kiosim.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.TestMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of DiskSim, replayed. The tolerances are those of the spec of devices, section 6. */
class RecordedRunTest {
    private static final String CHEETAH = "cheetah9lp_clean-";
    private static final String NEARLINE = "nearline7200_ref-";

    private final TestMachine machine = TestMachine.withoutData();

    private RecordedRun run(String name, String... lines) {
        String[] all = new String[lines.length + 2];
        all[0] = "preset: " + (name.startsWith(CHEETAH) ? "cheetah9lp-clean" : "nearline7200");
        all[1] = "max_sectors_kb: 1024";
        System.arraycopy(lines, 0, all, 2, lines.length);
        BlockDevice disk = machine.build("disk", all);
        return RecordedRun.named(name, machine, disk);
    }

    @ParameterizedTest
    @CsvSource({
        CHEETAH + "rand4k-qd1-fcfs, 1",
        CHEETAH + "rand4k-qd4-fcfs, 4",
        CHEETAH + "rand4k-qd32-fcfs, 32",
        NEARLINE + "rand4k-qd1-fcfs, 1",
        NEARLINE + "rand4k-qd4-fcfs, 4",
        NEARLINE + "rand4k-qd32-fcfs, 32",
        CHEETAH + "seqread64k-nocache, 1",
        CHEETAH + "seqread1m-nocache, 1",
        CHEETAH + "seqwrite64k-nocache, 1",
        NEARLINE + "seqread64k-nocache, 1",
        NEARLINE + "seqread1m-nocache, 1",
        NEARLINE + "seqwrite64k-nocache, 1"
    })
    void requests_in_order_take_as_long_as_recorded(String name, int depth) {
        RecordedRun run = run(name, "segments: 0", "scheduler: noop").closed(depth);
        assertThat(run.demeritMillis()).isLessThanOrEqualTo(0.01);
        assertThat(run.partWithin(50_000)).isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHEETAH + "mixed-open-fcfs",
                CHEETAH + "rand4k-open30-fcfs",
                CHEETAH + "rand4k-open60-fcfs",
                CHEETAH + "rand4k-open90-fcfs",
                CHEETAH + "randwrite4k-open-fcfs",
                NEARLINE + "mixed-open-fcfs",
                NEARLINE + "rand4k-open20-fcfs",
                NEARLINE + "rand4k-open40-fcfs",
                NEARLINE + "rand4k-open60-fcfs",
                NEARLINE + "randwrite4k-open-fcfs"
            })
    void requests_that_arrive_by_themselves_take_as_long_as_recorded(String name) {
        RecordedRun run = run(name, "segments: 0", "scheduler: noop").open();
        assertThat(run.unended()).isZero();
        assertThat(run.demeritMillis()).isLessThanOrEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource({
        CHEETAH + "rand4k-qd4-sstf, 4, sstf",
        CHEETAH + "rand4k-qd4-look, 4, look",
        CHEETAH + "rand4k-qd4-clook, 4, clook",
        CHEETAH + "rand4k-qd32-sstf, 32, sstf",
        NEARLINE + "rand4k-qd4-sstf, 4, sstf",
        NEARLINE + "rand4k-qd4-clook, 4, clook",
        NEARLINE + "rand4k-qd32-sstf, 32, sstf",
        NEARLINE + "rand4k-qd32-clook, 32, clook"
    })
    void schedulers_by_position_choose_as_recorded(String name, int depth, String scheduler) {
        RecordedRun run = run(name, "segments: 0", "scheduler: " + scheduler).closed(depth);
        assertThat(run.demeritMillis()).isLessThanOrEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource({CHEETAH + "rand4k-qd32-look, 32, look", CHEETAH + "rand4k-qd32-clook, 32, clook"})
    void a_run_whose_order_diverges_once_keeps_its_mean(String name, int depth, String scheduler) {
        RecordedRun run = run(name, "segments: 0", "scheduler: " + scheduler).closed(depth);
        assertThat(run.meanRatio()).isCloseTo(1, within(0.002));
    }

    @ParameterizedTest
    @CsvSource({
        CHEETAH + "rand4k-qd4-sptf, 4, 0.01",
        NEARLINE + "rand4k-qd4-sptf, 4, 0.01",
        CHEETAH + "rand4k-qd32-sptf, 32, 0.03",
        NEARLINE + "rand4k-qd32-sptf, 32, 0.03"
    })
    void a_drive_that_orders_its_commands_by_position_has_the_recorded_mean(
            String name, int depth, double tolerance) {
        RecordedRun run = run(
                        name,
                        "segments: 0",
                        "scheduler: noop",
                        "queue_depth: 32",
                        "command_order: sptf")
                .closed(depth);
        assertThat(run.meanRatio()).isCloseTo(1, within(tolerance));
    }

    @ParameterizedTest
    @CsvSource({
        CHEETAH + "seqread64k-ra, 0.01",
        CHEETAH + "seqread4k-ra, 0.01",
        NEARLINE + "seqread64k-ra, 0.01",
        NEARLINE + "seqread4k-ra, 0.3"
    })
    void reading_ahead_takes_as_long_as_recorded(String name, double tolerance) {
        RecordedRun run = run(
                        name,
                        "segments: 4",
                        "segment_size: 512KiB",
                        "hit_overhead: 100us",
                        "read_ahead: stream")
                .closed(1);
        assertThat(run.demeritMillis()).isLessThanOrEqualTo(tolerance);
    }
}
