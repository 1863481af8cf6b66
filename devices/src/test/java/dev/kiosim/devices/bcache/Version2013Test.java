package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import org.junit.jupiter.api.Test;

/** Expectation 58, and what else the bcache of 2013 decides otherwise. */
class Version2013Test {
    private static final int KIB128 = 256;
    private static final int PAGE = 8;

    private final CacheBench bench = new CacheBench(
            BcacheConfig.defaults()
                    .withFormat(1024, PAGE)
                    .withCosts(0, 0, 0)
                    .withVersion(BcacheVersion.Y2013),
            CacheBench.GIB_SECTORS);

    @Test
    void e58_in_2013_a_bypassing_read_counts_as_hit_even_if_nothing_is_cached() {
        bench.set("cache_mode", "none");
        CacheBench.Io io = bench.read(0, PAGE);
        assertThat(bench.bypassHits()).isEqualTo(1);
        assertThat(bench.bypassMisses()).isZero();
        assertThat(io.bio.cacheState).isEqualTo(CacheState.BYPASS);
    }

    @Test
    void a_read_that_is_inserted_is_a_miss() {
        bench.read(0, PAGE);
        assertThat(bench.misses()).isEqualTo(1);
    }

    @Test
    void the_cutoff_is_up_to_32_sectors_less_than_it_says() {
        int cached = 0;
        while (bench.read((long) cached * PAGE, PAGE).bio.cacheState == CacheState.MISS) {
            cached++;
        }
        assertThat(cached).isBetween(1019, 1022); // of the 1023 that 6.1 caches
    }

    @Test
    void a_write_that_is_waited_for_is_no_stream_in_writeback_mode() {
        bench.set("cache_mode", "writeback");
        for (int i = 0; i < 40; i++) {
            assertThat(bench.write((long) i * KIB128, KIB128).bio.cacheState)
                    .isEqualTo(CacheState.WRITTEN_BACK);
        }
    }

    @Test
    void any_other_write_is() {
        bench.set("cache_mode", "writeback");
        CacheState last = CacheState.NONE;
        for (int i = 0; i < 40; i++) {
            last = bench.run(Bio.Op.WRITE, 0, (long) i * KIB128, KIB128, 0).bio.cacheState;
        }
        assertThat(last).isEqualTo(CacheState.WRITTEN_AROUND);
    }

    @Test
    void background_reads_are_cached_whatever_the_readahead_policy() {
        bench.set("readahead_cache_policy", "meta-only");
        bench.run(Bio.Op.READ, Bio.RAHEAD, 0, PAGE, 0);
        assertThat(bench.read(0, PAGE).bio.cacheState).isEqualTo(CacheState.HIT);
    }

    @Test
    void the_controller_raises_the_rate_in_proportion_to_itself() {
        ControllerOf2013 controller = new ControllerOf2013();
        // derivative 409600 / 8 = 51200; error (409600 + 51200 - 209715) * 256 / 209715 = 306;
        // change (1024 * 306 >> 8) / 64 = 19
        assertThat(controller.next(1024, 409_600, 209_715, 64, 0)).isEqualTo(1043);
        // dirty data do not grow: derivative 51200 * 7 / 8 = 44800; error 298
        assertThat(controller.next(1043, 409_600, 209_715, 64, 0)).isEqualTo(1061);
        assertThat(controller.next(1061, 409_600, 209_715, 64, 11_000_000)).isEqualTo(1061);
        assertThat(controller.next(1061, 0, 0, 64, 0)).isEqualTo(1061);
    }

    @Test
    void a_unit_of_the_rate_is_100_sectors_a_second() {
        RateLimiter limiter = new RateLimiter(8);
        assertThat(limiter.delayNanosIn2013(400, 0)).isEqualTo(CacheBench.SECOND / 2);
        assertThat(limiter.delayNanosIn2013(8_000, 0)).isEqualTo(CacheBench.SECOND);
    }
}
