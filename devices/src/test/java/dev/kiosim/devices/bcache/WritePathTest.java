package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations 20 to 29, 53, 57, 59: where writes go and what they wait for. */
class WritePathTest {
    private static final int PAGE = 8;
    private static final long JOURNAL_NANOS = CacheBench.CACHE_NANOS;

    private final CacheBench bench = new CacheBench();

    private void writeback() {
        bench.set("cache_mode", "writeback");
        bench.set("writeback_running", 0);
    }

    /** Brings in_use to a number of per cent, by taking buckets away. */
    private void useUp(int percent) {
        Buckets buckets = bench.bcache.set().buckets();
        while (buckets.inUsePercent() < percent) {
            int bucket = bench.bcache.set().allocator().allocate(Reserve.NONE);
            if (bucket == BucketFifo.EMPTY) {
                bench.pass(CacheBench.MILLI);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40, false, WRITTEN_BACK",
        "41, false, WRITTEN_THROUGH",
        "41, true, WRITTEN_BACK",
        "70, true, WRITTEN_BACK",
        "71, true, WRITTEN_THROUGH"
    })
    void e20_the_cutoffs_of_writeback(int inUse, boolean sync, CacheState expected) {
        writeback();
        useUp(inUse);
        CacheBench.Io io = bench.run(Bio.Op.WRITE, sync ? Bio.SYNC : 0, 0, PAGE, 0);
        assertThat(io.bio.cacheState).isEqualTo(expected);
    }

    @Test
    void e21_up_to_95_per_cent_in_use_reads_are_cached() {
        useUp(95);
        assertThat(bench.read(0, PAGE).bio.cacheState).isEqualTo(CacheState.MISS);
        useUp(96);
        CacheBench.Io io = bench.read(1000, PAGE);
        assertThat(io.bio.cacheState).isEqualTo(CacheState.BYPASS);
        assertThat(io.bio.cacheRule).startsWith("bypass: cache full");
    }

    @Test
    void e22_in_writeback_mode_too_a_long_run_goes_to_the_backing_device() {
        writeback();
        for (int i = 0; i < 31; i++) {
            bench.write(i * 256L, 256);
        }
        bench.forget();
        CacheBench.Io io = bench.write(31 * 256L, 256);
        assertThat(io.bio.cacheState).isEqualTo(CacheState.WRITTEN_AROUND);
        assertThat(bench.backing.dataSectors(Bio.Op.WRITE)).isEqualTo(256);
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isZero();
    }

    @Test
    void e23_writearound_drops_what_was_cached() {
        bench.read(0, PAGE);
        bench.set("cache_mode", "writearound");
        CacheBench.Io write = bench.write(0, PAGE);
        assertThat(bench.bypassedSectors()).isEqualTo(PAGE);
        CacheBench.Io read = bench.read(0, PAGE);
        assertThat(read.bio.cacheState).isEqualTo(CacheState.MISS);
        assertThat(read.stampAt(0)).isEqualTo(write.stampAt(0));
    }

    @Test
    void e24_a_bypassing_write_takes_its_key_out_of_the_keybuf() {
        writeback();
        bench.write(0, PAGE);
        bench.write(1000, PAGE);
        bench.set("writeback_rate", 1);
        bench.set("writeback_running", 1);
        bench.pass(CacheBench.MILLI); // the first key is under way, the second is taken with it
        Keybuf keybuf = bench.bcache.device().keybuf();
        keybuf.add(
                bench.bcache.device().position(2024), Bkey.pointing(80_000, 0, PAGE, Bkey.DIRTY));
        bench.set("cache_mode", "writearound");
        CacheBench.Io write = bench.write(2000, PAGE);
        assertThat(write.bio.cacheState).isEqualTo(CacheState.WRITTEN_AROUND);
        assertThat(keybuf.checkOverlapping(
                        bench.bcache.device().position(2016),
                        bench.bcache.device().position(2024)))
                .isFalse();
    }

    @Test
    void e25_a_write_onto_a_key_that_is_being_written_back_is_forced_into_the_cache() {
        writeback();
        bench.write(0, PAGE);
        bench.set("writeback_running", 1);
        bench.pass(CacheBench.MILLI);
        bench.set("cache_mode", "writearound");
        CacheBench.Io write = bench.write(0, PAGE);
        assertThat(write.bio.cacheState).isEqualTo(CacheState.WRITTEN_BACK);
        assertThat(bench.bypassedSectors()).isEqualTo(PAGE);
        bench.pass(40 * CacheBench.SECOND);
        assertThat(bench.read(0, PAGE).stampAt(0)).isEqualTo(write.stampAt(0));
    }

    @Test
    void e26_an_fua_write_to_a_dirty_device_waits_for_the_data_and_one_journal_write() {
        writeback();
        bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        bench.forget();
        CacheBench.Io io = bench.run(Bio.Op.WRITE, Bio.SYNC | Bio.FUA, 1000, PAGE, 0);
        assertThat(io.latencyNanos).isEqualTo(CacheBench.CACHE_NANOS + JOURNAL_NANOS);
        assertThat(bench.cache.journalWrites()).hasSize(1);
        assertThat(bench.backing.asked).isEmpty();
    }

    @Test
    void e27_a_preflush_write_also_flushes_the_backing_device() {
        writeback();
        bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        bench.forget();
        CacheBench.Io io = bench.run(Bio.Op.WRITE, Bio.SYNC | Bio.PREFLUSH, 1000, PAGE, 0);
        assertThat(bench.backing.count(Bio.Op.FLUSH)).isEqualTo(1);
        assertThat(io.latencyNanos).isEqualTo(CacheBench.BACKING_NANOS);
    }

    @Test
    void e28_commits_that_come_during_a_journal_write_share_the_next() {
        writeback();
        bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        bench.forget();
        CacheBench.Io first = bench.submit(Bio.Op.WRITE, Bio.SYNC | Bio.FUA, 1000, PAGE, 0);
        bench.pass(10 * CacheBench.MICRO);
        CacheBench.Io second = bench.submit(Bio.Op.WRITE, Bio.SYNC | Bio.FUA, 2000, PAGE, 0);
        bench.pass(CacheBench.MILLI);
        assertThat(bench.cache.journalWrites()).hasSize(2);
        assertThat(bench.cache.journalWrites().get(1).atNanos()).isEqualTo(first.endNanos);
        assertThat(second.endNanos).isEqualTo(first.endNanos + JOURNAL_NANOS);
    }

    @Test
    void e29_a_plain_write_is_journalled_100_ms_after_its_append() {
        writeback();
        bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        bench.forget();
        CacheBench.Io io = bench.write(1000, PAGE);
        bench.pass(CacheBench.SECOND);
        assertThat(io.latencyNanos).isEqualTo(CacheBench.CACHE_NANOS);
        assertThat(bench.cache.journalWrites()).hasSize(1);
        assertThat(bench.cache.journalWrites().get(0).atNanos())
                .isEqualTo(io.endNanos + 100 * CacheBench.MILLI);
    }

    @Test
    void the_first_dirty_write_changes_the_superblock_without_waiting_for_it() {
        writeback();
        CacheBench.Io io = bench.write(0, PAGE);
        assertThat(io.latencyNanos).isEqualTo(CacheBench.CACHE_NANOS);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.backing.asked).as("mode, then state").hasSize(2);
        assertThat(bench.show("state")).isEqualTo("dirty");
    }

    @Test
    void an_empty_flush_commits_and_flushes_in_every_mode() {
        for (CacheMode mode : CacheMode.values()) {
            bench.set("cache_mode", mode.label());
            bench.pass(CacheBench.SECOND);
            bench.forget();
            CacheBench.Io io = bench.run(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0, 0);
            assertThat(bench.cache.journalWrites()).as("in mode %s", mode).hasSize(1);
            assertThat(bench.backing.count(Bio.Op.FLUSH)).isEqualTo(1);
            assertThat(io.latencyNanos).isEqualTo(CacheBench.BACKING_NANOS);
        }
    }

    @Test
    void a_writethrough_write_ends_with_the_slower_of_both_devices() {
        assertThat(bench.write(0, PAGE).latencyNanos).isEqualTo(CacheBench.BACKING_NANOS);
        bench.cache.writeNanos = 3 * CacheBench.BACKING_NANOS;
        assertThat(bench.write(0, PAGE).latencyNanos).isEqualTo(3 * CacheBench.BACKING_NANOS);
    }

    @Test
    void e53_a_write_through_that_fails_on_the_ssd_succeeds_and_is_not_cached() {
        bench.cache.writeStatus = -5;
        CacheBench.Io io = bench.write(0, PAGE);
        bench.cache.writeStatus = 0;
        assertThat(io.bio.status).isZero();
        assertThat(bench.read(0, PAGE).bio.cacheState).isEqualTo(CacheState.MISS);
    }

    @Test
    void e57_readahead_policy_meta_only() {
        bench.set("readahead_cache_policy", "meta-only");
        assertThat(bench.run(Bio.Op.READ, Bio.RAHEAD, 0, PAGE, 0).bio.cacheState)
                .isEqualTo(CacheState.BYPASS);
        assertThat(bench.run(Bio.Op.READ, Bio.RAHEAD | Bio.META, 0, PAGE, 0).bio.cacheState)
                .isEqualTo(CacheState.MISS);
        assertThat(bench.run(Bio.Op.WRITE, Bio.BACKGROUND, 0, PAGE, 0).bio.cacheState)
                .isEqualTo(CacheState.WRITTEN_AROUND);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void e59_a_discard_drops_the_range_and_goes_to_a_device_that_knows_it(boolean knows, int sent) {
        bench.backing.discards = knows;
        bench.read(0, 64);
        CacheBench.Io io = bench.run(Bio.Op.DISCARD, 0, 0, 64, 0);
        assertThat(io.bio.status).isZero();
        assertThat(bench.bypassedSectors()).isEqualTo(64);
        assertThat(bench.backing.count(Bio.Op.DISCARD)).isEqualTo(sent);
        assertThat(bench.read(0, 64).bio.cacheState).isEqualTo(CacheState.MISS);
    }

    @Test
    void a_hint_to_bypass_is_followed_and_reported() {
        CacheBench.Io io = bench.run(Bio.Op.READ, Bio.HINT_BYPASS, 0, PAGE, 0);
        assertThat(io.bio.cacheState).isEqualTo(CacheState.BYPASS);
        assertThat(io.bio.hintsApplied).isEqualTo(Bio.HINT_BYPASS);
    }
}
