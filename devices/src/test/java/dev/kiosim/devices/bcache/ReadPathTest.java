package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import org.junit.jupiter.api.Test;

/** Expectations 1 to 8, 34, 35, 51, 60 of the specification, and what reads promise otherwise. */
class ReadPathTest {
    private final CacheBench bench = new CacheBench();

    @Test
    void e01_the_second_read_of_a_block_is_a_hit_served_by_the_ssd_alone() {
        CacheBench.Io miss = bench.read(0, 8);
        assertThat(bench.misses()).isEqualTo(1);
        assertThat(bench.backing.dataSectors(Bio.Op.READ)).isEqualTo(8);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isEqualTo(8);
        assertThat(miss.latencyNanos).isEqualTo(CacheBench.BACKING_NANOS);
        bench.forget();
        CacheBench.Io hit = bench.read(0, 8);
        assertThat(bench.hits()).isEqualTo(1);
        assertThat(bench.backing.asked).isEmpty();
        assertThat(bench.cache.dataSectors(Bio.Op.READ)).isEqualTo(8);
        assertThat(hit.latencyNanos).isEqualTo(CacheBench.CACHE_NANOS);
    }

    @Test
    void e02_the_first_read_does_not_wait_for_its_insertion_into_a_slow_ssd() {
        bench.cache.writeNanos = 100 * CacheBench.BACKING_NANOS;
        assertThat(bench.read(0, 8).latencyNanos).isEqualTo(CacheBench.BACKING_NANOS);
    }

    @Test
    void e03_a_partial_hit_reads_both_devices_at_once_and_counts_as_a_miss() {
        bench.read(0, 8);
        bench.forget();
        CacheBench.Io io = bench.read(0, 16);
        assertThat(bench.cache.dataSectors(Bio.Op.READ)).isEqualTo(8);
        assertThat(bench.backing.dataSectors(Bio.Op.READ)).isEqualTo(8);
        assertThat(bench.cache.asked.get(0).atNanos())
                .isEqualTo(bench.backing.asked.get(0).atNanos());
        assertThat(bench.misses()).isEqualTo(2);
        assertThat(bench.hits()).isZero();
        assertThat(io.bio.cacheState).isEqualTo(CacheState.PARTIAL);
        assertThat(bench.isCached(8, 8)).isTrue();
    }

    @Test
    void e04_only_the_first_hole_of_a_read_is_inserted() {
        bench.read(0, 8);
        bench.read(16, 8);
        bench.forget();
        bench.read(0, 32);
        assertThat(bench.misses()).isEqualTo(3);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isEqualTo(8);
        bench.forget();
        bench.read(0, 32);
        assertThat(bench.misses()).isEqualTo(4);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isEqualTo(8);
        assertThat(bench.backing.asked.get(0).sector()).isEqualTo(24 + 16);
        bench.read(0, 32);
        assertThat(bench.hits()).isEqualTo(1);
    }

    @Test
    void e05_a_miss_inserts_at_most_2048_sectors() {
        bench.read(0, 4096);
        assertThat(bench.misses()).isEqualTo(1);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isEqualTo(2048);
        assertThat(bench.backing.dataSectors(Bio.Op.READ)).isEqualTo(4096);
    }

    @Test
    void e06_mode_none_serves_what_is_cached_and_counts_it_as_bypass_hit() {
        bench.read(0, 8);
        bench.set("cache_mode", "none");
        bench.forget();
        bench.read(0, 8);
        assertThat(bench.cache.dataSectors(Bio.Op.READ)).isEqualTo(8);
        assertThat(bench.backing.count(Bio.Op.READ)).isZero();
        assertThat(bench.bypassHits()).isEqualTo(1);
        assertThat(bench.bypassedSectors()).isEqualTo(8);
    }

    @Test
    void e07_mode_none_inserts_nothing() {
        bench.set("cache_mode", "none");
        bench.read(0, 8);
        assertThat(bench.bypassMisses()).isEqualTo(1);
        assertThat(bench.cache.asked).isEmpty();
    }

    @Test
    void e08_with_an_odd_data_offset_nothing_is_aligned_to_the_cache_block() {
        CacheBench odd = new CacheBench(
                BcacheConfig.defaults().withFormat(1024, 8).withCosts(0, 0, 0).withDataOffset(17),
                CacheBench.GIB_SECTORS);
        CacheBench.Io io = odd.read(0, 8);
        assertThat(odd.bypassMisses()).isEqualTo(1);
        assertThat(io.bio.cacheRule).isEqualTo("bypass: not a multiple of block_size");
        assertThat(odd.cache.asked).isEmpty();
    }

    private static CacheBench withSmallBlocks() {
        return new CacheBench(
                BcacheConfig.defaults().withFormat(1024, 1).withCosts(0, 0, 0),
                CacheBench.GIB_SECTORS);
    }

    @Test
    void e34_a_write_into_a_miss_that_is_being_read_wins() {
        CacheBench small = withSmallBlocks();
        CacheBench.Io miss = small.submitRead(0, 8);
        small.pass(CacheBench.MILLI);
        small.set("cache_mode", "writeback");
        small.submitWrite(4, 4);
        small.pass(CacheBench.SECOND / 10);
        assertThat(miss.isDone()).isTrue();
        assertThat(small.collisions()).isZero();
        assertThat(small.isCached(0, 4)).isTrue();
    }

    @Test
    void e34_a_write_to_the_start_of_a_miss_that_is_being_read_leaves_nothing_to_insert() {
        CacheBench small = withSmallBlocks();
        CacheBench.Io miss = small.submitRead(0, 8);
        small.pass(CacheBench.MILLI);
        small.set("cache_mode", "writeback");
        small.submitWrite(0, 4);
        small.pass(CacheBench.SECOND / 10);
        assertThat(miss.isDone()).isTrue();
        assertThat(small.collisions()).isEqualTo(1);
        assertThat(small.isCached(4, 4)).isFalse();
    }

    @Test
    void e35_two_concurrent_misses_of_one_block_collide_once() {
        bench.submitRead(0, 8);
        bench.submitRead(0, 8);
        bench.pass(CacheBench.SECOND / 10);
        assertThat(bench.misses()).isEqualTo(2);
        assertThat(bench.collisions()).isEqualTo(1);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isEqualTo(16);
        assertThat(bench.isCached(0, 8)).isTrue();
    }

    @Test
    void e60_an_overwritten_part_makes_three_pieces_of_one_hit() {
        bench.read(0, 64);
        bench.write(24, 8);
        bench.forget();
        CacheBench.Io io = bench.read(0, 64);
        assertThat(bench.hits()).isEqualTo(1);
        assertThat(bench.cache.count(Bio.Op.READ)).isEqualTo(3);
        assertThat(io.stampAt(24)).isEqualTo(1);
        assertThat(io.stampAt(23)).isZero();
    }

    @Test
    void e51_a_failed_read_of_clean_data_is_done_again_from_the_backing_device() {
        bench.read(0, 8);
        bench.cache.readStatus = -5;
        CacheBench.Io io = bench.read(0, 8);
        assertThat(io.bio.status).isZero();
        assertThat(bench.count(BcacheEvent.READ_RETRY)).isEqualTo(1);
    }

    @Test
    void e51_a_failed_read_of_dirty_data_fails() {
        bench.set("cache_mode", "writeback");
        bench.set("writeback_running", 0);
        bench.write(0, 8);
        bench.cache.readStatus = -5;
        assertThat(bench.read(0, 8).bio.status).isEqualTo(-5);
    }

    @Test
    void a_miss_that_fails_on_the_backing_device_fails() {
        bench.backing.readStatus = -5;
        assertThat(bench.read(0, 8).bio.status).isEqualTo(-5);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isZero();
    }

    @Test
    void a_hit_returns_what_was_written_last() {
        bench.write(0, 16);
        bench.write(0, 8);
        CacheBench.Io io = bench.read(4, 8);
        assertThat(io.bio.cacheState).isEqualTo(CacheState.HIT);
        assertThat(io.bio.stamps).containsExactly(2, 2, 2, 2, 1, 1, 1, 1);
    }
}
