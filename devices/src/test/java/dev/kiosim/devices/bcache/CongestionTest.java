package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations 16 to 19: a slow SSD keeps large IO away. */
class CongestionTest {
    private static final long UNIT_NANOS = 1024;

    private final Congestion congestion = new Congestion(RandomStream.named(1, "test"));

    private void slowRead(long units, long nowUnits) {
        congestion.ended(false, (nowUnits - units) * UNIT_NANOS, nowUnits * UNIT_NANOS);
    }

    @Test
    void e16_one_read_of_half_a_second_sets_the_limit_to_256_sectors() {
        slowRead(512 * 1024, 600_000);
        assertThat(congestion.limitBeforeRandom(600_000 * UNIT_NANOS)).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource({"64, 32768", "256, 4096", "512, 256", "768, 16", "1024, 0"})
    void the_limit_falls_with_congestion(int congested, int sectors) {
        slowRead(congested * 1024L, 2_000_000);
        assertThat(congestion.limitBeforeRandom(2_000_000 * UNIT_NANOS)).isEqualTo(sectors);
    }

    @Test
    void e17_at_full_congestion_any_io_bypasses() {
        CacheBench bench = new CacheBench();
        bench.read(0, 8);
        bench.cache.readNanos = 2 * CacheBench.SECOND;
        bench.read(0, 8);
        bench.cache.readNanos = CacheBench.CACHE_NANOS;
        CacheBench.Io io = bench.read(10_000, 8);
        assertThat(io.bio.cacheRule).startsWith("bypass: congested");
        assertThat(bench.count(BcacheEvent.BYPASS_CONGESTED)).isEqualTo(1);
    }

    @Test
    void e18_ten_units_of_congestion_are_gone_after_11_ms() {
        slowRead(10 * 1024, 100_000);
        assertThat(congestion.limitBeforeRandom(100_000 * UNIT_NANOS)).isPositive();
        assertThat(congestion.limitBeforeRandom(100_000 * UNIT_NANOS + 11 * CacheBench.MILLI))
                .isEqualTo(Congestion.NOT_CONGESTED);
    }

    @Test
    void e19_without_thresholds_there_is_no_congestion() {
        congestion.setReadThresholdMicros(0);
        congestion.setWriteThresholdMicros(0);
        slowRead(5_000_000, 6_000_000);
        assertThat(congestion.limitSectors(6_000_000 * UNIT_NANOS)).isZero();
    }

    @Test
    void fast_reads_make_up_for_slow_ones() {
        slowRead(3 * 1024, 100_000);
        for (int i = 0; i < 3; i++) {
            slowRead(1, 100_000);
        }
        assertThat(congestion.limitBeforeRandom(100_000 * UNIT_NANOS))
                .isEqualTo(Congestion.NOT_CONGESTED);
    }

    @Test
    void the_random_term_is_at_most_32_and_the_limit_at_least_1() {
        slowRead(512 * 1024, 600_000);
        for (int i = 0; i < 100; i++) {
            assertThat(congestion.limitSectors(600_000 * UNIT_NANOS)).isBetween(256 - 32, 256);
        }
        slowRead(1024 * 1024, 2_000_000);
        assertThat(congestion.limitSectors(2_000_000 * UNIT_NANOS)).isEqualTo(1);
    }
}
