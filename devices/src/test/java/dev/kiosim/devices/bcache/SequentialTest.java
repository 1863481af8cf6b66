package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expectations 9 to 15: how streams are recognised. */
class SequentialTest {
    private static final int KIB128 = 256;
    private static final int PAGE = 8;
    private static final long FAR = 100 * CacheBench.GIB_SECTORS / 8;

    private final CacheBench bench = new CacheBench();

    private boolean bypasses(long sector, int sectors, int task) {
        long before = bench.bypassedSectors();
        bench.run(Bio.Op.READ, 0, sector, sectors, task);
        return bench.bypassedSectors() > before;
    }

    @Test
    void e09_of_128_KiB_reads_the_32nd_is_the_first_to_bypass() {
        List<Integer> bypassed = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            if (bypasses((i - 1L) * KIB128, KIB128, 0)) {
                bypassed.add(i);
            }
        }
        assertThat(bypassed).containsExactly(32, 33, 34, 35, 36, 37, 38, 39, 40);
    }

    @Test
    void e10_after_five_seconds_a_stream_starts_anew() {
        for (int i = 0; i < 20; i++) {
            bench.read((long) i * KIB128, KIB128);
        }
        bench.pass(5 * CacheBench.SECOND);
        for (int i = 20; i < 51; i++) {
            assertThat(bypasses((long) i * KIB128, KIB128, 0)).as("IO %d", i).isFalse();
        }
        assertThat(bypasses(51L * KIB128, KIB128, 0)).isTrue();
    }

    @Test
    void e10_just_before_five_seconds_a_stream_still_goes_on() {
        SequentialTracker tracker = new SequentialTracker();
        tracker.track(0, 0, KIB128, 0);
        assertThat(tracker.track(0, KIB128, KIB128, 5 * CacheBench.SECOND - 1))
                .isEqualTo(2 * KIB128);
        assertThat(tracker.track(0, 2 * KIB128, KIB128, 10 * CacheBench.SECOND - 1))
                .as("just expired")
                .isEqualTo(KIB128);
    }

    @Test
    void e11_two_tasks_that_take_turns_make_one_stream() {
        for (int i = 0; i < 31; i++) {
            assertThat(bypasses((long) i * KIB128, KIB128, i % 2)).isFalse();
        }
        assertThat(bypasses(31L * KIB128, KIB128, 1)).isTrue();
    }

    @Test
    void e12_after_64_MiB_in_one_run_the_next_6_random_reads_of_the_task_bypass() {
        for (int i = 0; i < 512; i++) {
            bench.read((long) i * KIB128, KIB128);
        }
        for (int i = 0; i < 6; i++) {
            assertThat(bypasses(FAR + 1000L * i, PAGE, 0))
                    .as("random read %d", i)
                    .isTrue();
        }
        assertThat(bypasses(FAR + 9000, PAGE, 0)).isFalse();
    }

    @Test
    void e12_another_task_is_not_punished() {
        for (int i = 0; i < 512; i++) {
            bench.read((long) i * KIB128, KIB128);
        }
        assertThat(bypasses(FAR, PAGE, 1)).isFalse();
    }

    @Test
    void e13_without_cutoff_nothing_is_tracked() {
        bench.set("sequential_cutoff", 0);
        for (int i = 0; i < 64; i++) {
            assertThat(bypasses((long) i * KIB128, KIB128, 0)).isFalse();
        }
        bench.set("sequential_cutoff", 4 << 20);
        assertThat(bypasses(64L * KIB128, KIB128, 0))
                .as("the run so far has left no trace")
                .isFalse();
    }

    @Test
    void e14_of_129_interleaved_streams_none_is_recognised() {
        assertThat(streamsRecognised(129)).isZero();
    }

    @Test
    void e14_of_128_interleaved_streams_all_are_recognised() {
        assertThat(streamsRecognised(128)).isEqualTo(128);
    }

    private int streamsRecognised(int streams) {
        SequentialTracker tracker = new SequentialTracker();
        int recognised = 0;
        for (int round = 0; round < 3; round++) {
            recognised = 0;
            for (int stream = 0; stream < streams; stream++) {
                long start = stream * 100_000L + round * (long) PAGE;
                if (tracker.track(0, start, PAGE, round) == (round + 1) * PAGE && round > 0) {
                    recognised++;
                }
            }
        }
        return recognised;
    }

    @Test
    void e15_a_write_goes_on_where_a_read_ended() {
        for (int i = 0; i < 31; i++) {
            bench.read((long) i * KIB128, KIB128);
        }
        CacheBench.Io write = bench.write(31L * KIB128, KIB128);
        assertThat(write.bio.cacheRule).startsWith("bypass: sequential, 4 MiB reached");
    }
}
