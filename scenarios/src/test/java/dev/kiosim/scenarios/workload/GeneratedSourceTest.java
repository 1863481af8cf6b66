package dev.kiosim.scenarios.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.config.ConfigException;
import dev.kiosim.engine.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratedSourceTest {
    private static final int BLOCK = 4096;

    private static WorkloadConfig config(
            AccessPattern pattern, int reads, long numberIos, long fsyncEvery) {
        return new WorkloadConfig(
                pattern,
                reads,
                BLOCK,
                8192,
                64 * BLOCK,
                numberIos,
                0,
                0,
                false,
                0,
                fsyncEvery,
                0,
                0);
    }

    private static List<String> requests(WorkloadConfig config) {
        GeneratedSource source = source(config);
        IoRequest request = new IoRequest();
        List<String> all = new ArrayList<>();
        while (source.next(request, 0)) {
            all.add(request.kind + " " + request.offsetBytes);
        }
        return all;
    }

    private static GeneratedSource source(WorkloadConfig config) {
        return new GeneratedSource(config, 3, purpose -> RandomStream.named(1, purpose));
    }

    @Test
    void sequential_reads_begin_at_the_offset_and_follow_each_other() {
        assertThat(requests(config(new AccessPattern.Sequential(), 100, 3, 0)))
                .containsExactly("READ 8192", "READ 12288", "READ 16384");
    }

    @Test
    void a_random_pass_hits_every_block_once_as_with_fios_random_map() {
        List<String> pass = requests(config(new AccessPattern.RandomOnce(), 100, 0, 0));
        Set<String> distinct = new LinkedHashSet<>(pass);
        assertThat(pass).hasSize(64);
        assertThat(distinct).hasSize(64);
    }

    @Test
    void an_fsync_follows_every_so_many_writes_and_is_not_counted() {
        assertThat(requests(config(new AccessPattern.Sequential(), 0, 5, 2)))
                .containsExactly(
                        "WRITE 8192",
                        "WRITE 12288",
                        "FLUSH 0",
                        "WRITE 16384",
                        "WRITE 20480",
                        "FLUSH 0",
                        "WRITE 24576");
    }

    @Test
    void the_mix_comes_close_to_the_percentage_asked_for() {
        List<String> all = requests(config(new AccessPattern.Uniform(), 70, 10_000, 0));
        assertThat(all.stream().filter(request -> request.startsWith("READ")).count())
                .isBetween(6_850L, 7_150L);
    }

    @Test
    void a_rate_spaces_requests_evenly_from_the_first_call_on() {
        WorkloadConfig config = new WorkloadConfig(
                new AccessPattern.Sequential(),
                100,
                BLOCK,
                0,
                64 * BLOCK,
                4,
                0,
                0,
                false,
                1000,
                0,
                0,
                0);
        GeneratedSource source = source(config);
        IoRequest request = new IoRequest();
        List<Long> due = new ArrayList<>();
        while (source.next(request, 500)) {
            due.add(request.dueNanos);
        }
        assertThat(due).containsExactly(500L, 1_000_500L, 2_000_500L, 3_000_500L);
    }

    @Test
    void runtime_ends_it_by_the_clock() {
        WorkloadConfig config = new WorkloadConfig(
                new AccessPattern.Sequential(),
                100,
                BLOCK,
                0,
                64 * BLOCK,
                0,
                0,
                1_000,
                true,
                0,
                0,
                0,
                0);
        GeneratedSource source = source(config);
        IoRequest request = new IoRequest();
        assertThat(source.next(request, 100)).isTrue();
        assertThat(source.next(request, 1_099)).isTrue();
        assertThat(source.next(request, 1_100)).isFalse();
    }

    @Test
    void a_block_larger_than_the_region_is_refused_under_its_key() {
        assertThatThrownBy(() -> new WorkloadConfig(
                        new AccessPattern.Sequential(),
                        100,
                        8192,
                        0,
                        4096,
                        0,
                        0,
                        0,
                        false,
                        0,
                        0,
                        0,
                        0))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.key()).isEqualTo("bs"));
    }
}
