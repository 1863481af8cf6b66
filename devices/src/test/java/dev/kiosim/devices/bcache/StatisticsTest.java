package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.devices.bcache.CacheStatistics.Counter;
import dev.kiosim.devices.bcache.CacheStatistics.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations 44 to 46: what the counters show, and when. */
class StatisticsTest {
    private static final long SECOND = CacheBench.SECOND;

    private final CacheStatistics statistics = new CacheStatistics(0);

    @Test
    void e44_counts_show_only_after_the_tick() {
        statistics.count(Counter.CACHE_HITS, 5, SECOND);
        assertThat(statistics.value(Period.TOTAL, Counter.CACHE_HITS, 13_635 * CacheBench.MILLI))
                .isZero();
        assertThat(statistics.value(Period.TOTAL, Counter.CACHE_HITS, 13_636 * CacheBench.MILLI))
                .isEqualTo(5);
    }

    @Test
    void e44_clear_stats_leaves_what_does_not_show_yet() {
        statistics.count(Counter.CACHE_HITS, 5, SECOND);
        statistics.clearTotal();
        assertThat(statistics.value(Period.TOTAL, Counter.CACHE_HITS, 14 * SECOND))
                .isEqualTo(5);
        statistics.clearTotal();
        assertThat(statistics.value(Period.TOTAL, Counter.CACHE_HITS, 14 * SECOND))
                .isZero();
    }

    @Test
    void e45_more_than_65535_in_one_tick_wrap() {
        statistics.count(Counter.CACHE_HITS, 70_000, SECOND);
        assertThat(statistics.value(Period.TOTAL, Counter.CACHE_HITS, 14 * SECOND))
                .isEqualTo(4464);
    }

    @Test
    void e46_the_five_minute_count_decays_and_the_total_does_not() {
        statistics.count(Counter.CACHE_HITS, 1000, SECOND);
        assertThat(statistics.value(Period.FIVE_MINUTE, Counter.CACHE_HITS, 14 * SECOND))
                .isEqualTo(968);
        long after22 = CacheStatistics.TICK_NANOS * 22;
        assertThat(statistics.value(Period.FIVE_MINUTE, Counter.CACHE_HITS, after22))
                .isEqualTo(497);
        assertThat(statistics.value(Period.TOTAL, Counter.CACHE_HITS, after22)).isEqualTo(1000);
    }

    @Test
    void the_hit_ratio_leaves_bypasses_out() {
        statistics.count(Counter.CACHE_HITS, 3, SECOND);
        statistics.count(Counter.CACHE_MISSES, 1, SECOND);
        statistics.count(Counter.CACHE_BYPASS_MISSES, 90, SECOND);
        assertThat(statistics.hitRatio(Period.TOTAL, 14 * SECOND)).isEqualTo(75);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0k", "512, 0.5k", "4194304, 4.0M", "1024000, 0.9M", "1099511627776, 1.0T"})
    void sizes_are_printed_as_bcache_does(long bytes, String text) {
        assertThat(HumanSize.of(bytes)).isEqualTo(text);
    }
}
