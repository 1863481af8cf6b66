package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.block.FailureReason;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one failed IO does to the request, to the cache and to what comes after. */
class FailureRulesTest {
    private static final int PAGE = FailureBench.PAGE;
    private static final int EIO = FailureBench.EIO;

    private FailureBench bench;

    private void start(String mode) {
        bench = new FailureBench(mode);
    }

    private CacheState readState(long sector) {
        Bio bio = bench.submit(Bio.Op.READ, 0, sector, PAGE);
        bench.pass(FailureBench.SECOND);
        assertThat(bio.status).isZero();
        return bio.cacheState;
    }

    // Reads

    @Test
    void e51_a_clean_extent_stays_cached_although_reading_it_failed() {
        start("writethrough");
        bench.read(0, PAGE);
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = FailureBench::isDataRead;
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.ssd.failed).isEqualTo(1);
        bench.ssd.fails = bio -> false;
        assertThat(readState(0)).isEqualTo(CacheState.HIT);
    }

    @Test
    void a_miss_in_the_same_request_as_a_failed_hit_is_not_inserted() {
        start("writethrough");
        bench.read(0, PAGE);
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = FailureBench::isDataRead;
        assertThat(bench.read(0, 2 * PAGE)).isZero();
        bench.ssd.fails = bio -> false;
        bench.pass(FailureBench.SECOND);
        assertThat(readState(PAGE)).isEqualTo(CacheState.MISS);
    }

    @Test
    void a_read_of_which_a_piece_is_dirty_fails_as_a_whole() {
        start("writeback");
        bench.set("bdev/writeback_running", "0");
        bench.read(0, PAGE);
        bench.write(PAGE, PAGE);
        bench.ssd.fails = FailureBench::isDataRead;
        assertThat(bench.read(0, 2 * PAGE)).isEqualTo(EIO);
        assertThat(bench.read(0, PAGE)).isZero();
    }

    @Test
    void a_miss_whose_insertion_fails_is_dropped() {
        start("writethrough");
        bench.ssd.fails = FailureBench::isDataWrite;
        assertThat(bench.read(0, PAGE)).isZero();
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = bio -> false;
        assertThat(readState(0)).isEqualTo(CacheState.MISS);
        assertThat(readState(0)).isEqualTo(CacheState.HIT);
    }

    @Test
    void a_failed_read_of_the_backing_device_is_not_tried_again() {
        start("writethrough");
        bench.disk.fails = bio -> bio.op == Bio.Op.READ;
        assertThat(bench.read(0, PAGE)).isEqualTo(EIO);
        assertThat(bench.disk.failed).isEqualTo(1);
    }

    // Writes

    @Test
    void e53_a_write_through_whose_copy_fails_succeeds_and_the_range_is_dropped() {
        start("writethrough");
        bench.write(0, PAGE);
        bench.ssd.fails = FailureBench::isDataWrite;
        assertThat(bench.write(0, PAGE)).isZero();
        bench.ssd.fails = bio -> false;
        assertThat(readState(0)).isEqualTo(CacheState.MISS);
        assertThat(bench.report().total()).isZero();
    }

    @Test
    void a_write_through_that_the_backing_device_fails_stays_in_the_cache() {
        start("writethrough");
        bench.disk.fails = bio -> bio.op == Bio.Op.WRITE && !bio.has(Bio.META);
        assertThat(bench.write(0, PAGE)).isEqualTo(EIO);
        bench.disk.fails = bio -> false;
        Bio bio = bench.submit(Bio.Op.READ, 0, 0, PAGE);
        bench.pass(FailureBench.SECOND);
        assertThat(bio.cacheState).isEqualTo(CacheState.HIT);
        assertThat(bio.stamps[0]).isEqualTo(1);
    }

    @Test
    void a_write_to_the_cache_only_fails_and_its_dirty_key_is_inserted_all_the_same() {
        start("writeback");
        bench.set("bdev/writeback_running", "0");
        bench.ssd.fails = FailureBench::isDataWrite;
        assertThat(bench.write(0, PAGE)).isEqualTo(EIO);
        assertThat(bench.show("bdev/dirty_data")).isEqualTo("4.0k");
        assertThat(bench.show("bdev/state")).isEqualTo("dirty");
        assertThat(readState(0)).isEqualTo(CacheState.HIT);
        assertThat(bench.report().total())
                .as("nothing had been promised before")
                .isZero();
    }

    @Test
    void what_such_a_write_overwrote_is_lost_and_reads_that_miss_it_are_told_apart() {
        start("writeback");
        bench.set("bdev/writeback_running", "0");
        bench.write(0, PAGE);
        bench.flush();
        bench.ssd.fails = FailureBench::isDataWrite;
        assertThat(bench.write(0, PAGE)).isEqualTo(EIO);
        bench.ssd.fails = bio -> false;
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.sectorsReadOld).isEqualTo(PAGE);
        assertThat(bench.report().losses(FailureReason.WRITE_FAILED)).isEqualTo(PAGE);
        assertThat(bench.report().lost().get(0).toString())
                .isEqualTo("bcache0 sectors 0 to 7: write_failed, version 1 flushed,"
                        + " cannot be read");
        bench.write(0, PAGE);
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.report().total()).as("written again").isZero();
    }

    @Test
    void the_flush_beside_a_write_to_the_cache_only_may_fail() {
        start("writeback");
        bench.disk.fails = bio -> bio.op == Bio.Op.FLUSH;
        assertThat(bench.run(Bio.Op.WRITE, Bio.SYNC | Bio.PREFLUSH, 0, PAGE)).isZero();
        assertThat(bench.bcache.kernelLog())
                .contains("bcache: backing_request_endio() Can't flush disk: returned bi_status"
                        + " 10");
        assertThat(bench.flush()).isEqualTo(EIO);
        assertThat(bench.show("bdev/io_errors")).isEqualTo("2");
    }

    // Writeback

    @Test
    void a_write_back_that_the_backing_device_fails_is_tried_again_at_the_next_full_scan() {
        start("writeback");
        bench.disk.fails = bio -> bio.op == Bio.Op.WRITE && !bio.has(Bio.META);
        bench.write(0, PAGE);
        bench.pass(20 * FailureBench.SECOND);
        assertThat(bench.show("bdev/dirty_data")).isEqualTo("4.0k");
        assertThat(bench.disk.failed).isEqualTo(1);
        bench.disk.fails = bio -> false;
        bench.pass(20 * FailureBench.SECOND);
        assertThat(bench.show("bdev/dirty_data")).isEqualTo("0.0k");
        assertThat(bench.show("bdev/io_errors")).isEqualTo("1");
        bench.runDry();
    }

    @Test
    void dirty_data_that_cannot_be_read_stay_dirty_and_count_on_both_devices() {
        start("writeback");
        bench.ssd.fails = FailureBench::isDataRead;
        bench.write(0, PAGE);
        bench.pass(20 * FailureBench.SECOND);
        assertThat(bench.show("cache/io_errors")).isEqualTo("1");
        assertThat(bench.show("bdev/io_errors")).isEqualTo("1");
        assertThat(bench.show("bdev/dirty_data")).isEqualTo("4.0k");
        assertThat(bench.bcache.kernelLog())
                .contains("bcache: bch_count_io_errors() ssd: IO error on reading dirty data from"
                        + " cache, recovering.");
        bench.ssd.fails = bio -> false;
        bench.pass(20 * FailureBench.SECOND);
        assertThat(bench.show("bdev/dirty_data")).isEqualTo("0.0k");
    }

    // The index

    /** A tree of two levels, and one of its leaves. */
    private BtreeNode leafOfTwoLevels() {
        bench.set("bdev/writeback_running", "0");
        for (int i = 0; bench.bcache.set().btree().root().isLeaf(); i++) {
            bench.write(i * 16L, PAGE);
        }
        bench.pass(FailureBench.SECOND);
        BtreeNode root = bench.bcache.set().btree().root();
        return root.child(0);
    }

    /** Writes a leaf, and that fails. */
    private void failLeaf(BtreeNode leaf) {
        long first = bench.bcache.set().geometry().firstSectorOf(leaf.bucket);
        bench.ssd.fails =
                bio -> bio.has(Bio.META) && bio.sector >= first && bio.sector < first + 1024;
        bench.write(8, PAGE);
        bench.bcache.set().nodeWriter().write(leaf);
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = bio -> false;
    }

    @Test
    void a_leaf_whose_write_failed_can_be_used_no_more() {
        start("writethrough");
        BtreeNode leaf = leafOfTwoLevels();
        failLeaf(leaf);
        assertThat(bench.show("cache/io_errors")).isEqualTo("1");
        assertThat(bench.says("ssd: IO error on writing btree.")).isTrue();
        assertThat(bench.read(0, PAGE)).as("clean: from the backing device").isZero();
        assertThat(bench.write(0, PAGE)).isEqualTo(-12);
        assertThat(bench.says("bch_btree_insert() error -5")).isTrue();
        long behind = Bkey.sector(leaf.end);
        assertThat(bench.write(behind, PAGE)).as("another leaf").isZero();
    }

    @Test
    void with_dirty_data_a_read_through_such_a_leaf_fails() {
        start("writeback");
        failLeaf(leafOfTwoLevels());
        assertThat(bench.read(0, PAGE)).isEqualTo(EIO);
    }

    // Nobody waits for ever

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatever_is_in_flight_when_the_set_fails_comes_to_its_end(long moment) {
        start(moment % 2 == 0 ? "writeback" : "writethrough");
        bench.set("bdev/writeback_percent", "0");
        for (int i = 0; i < 400; i++) {
            long sector = (i * 7919L) % 5000 * 64;
            bench.submit(i % 3 == 0 ? Bio.Op.READ : Bio.Op.WRITE, Bio.SYNC, sector, 64);
            if (i % 50 == 0) {
                bench.submit(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0);
            }
        }
        bench.pass(moment * moment * FailureBench.MILLI);
        bench.ssd.fails = bio -> true;
        bench.submit(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0); // its journal write is the end
        bench.runDry();
        assertThat(bench.says("disabling caching")).isTrue();
        assertThat(bench.says("unregistered")).isTrue();
    }

    @Test
    void a_write_that_waits_for_a_bucket_fails_when_the_set_does() {
        start("writeback");
        bench.set("bdev/writeback_running", "0");
        Set<Bio> waiting = new HashSet<>();
        for (int i = 0; i < 400; i++) { // faster than the allocator can give up buckets
            waiting.add(bench.submit(Bio.Op.WRITE, Bio.SYNC, i * 1024L, 1024));
        }
        bench.pass(20 * FailureBench.MILLI);
        assertThat(bench.inFlight()).isPositive();
        bench.ssd.fails = FailureBench::isJournal;
        bench.runDry();
        assertThat(waiting).anyMatch(bio -> bio.status == EIO);
        assertThat(bench.report().losses(FailureReason.CACHE_FAILED)).isPositive();
    }

    @Test
    void detaching_and_moving_data_come_to_an_end_too() {
        start("writeback");
        bench.set("cset/internal/copy_gc_enabled", "1");
        for (int i = 0; i < 300; i++) {
            bench.write(i * 64L, 8);
        }
        bench.set("cset/internal/trigger_gc", "1");
        bench.set("bdev/detach", "1");
        bench.pass(5 * FailureBench.MILLI);
        bench.ssd.fails = bio -> true;
        bench.submit(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0);
        bench.runDry();
        assertThat(bench.bcache.device().isAttached()).isFalse();
    }

    @Test
    void so_many_retries_at_once_take_the_backing_device_down_with_the_set() {
        start("writethrough");
        for (int i = 0; i < 100; i++) {
            bench.read(i * 64L, PAGE);
        }
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = FailureBench::isDataRead;
        for (int i = 0; i < 100; i++) {
            bench.submit(Bio.Op.READ, 0, i * 64L, PAGE);
        }
        bench.runDry();
        assertThat(bench.says("too many IO errors on backing device disk"))
                .as("each of the 100 reads is tried again while IO is disabled")
                .isTrue();
        assertThat(bench.isRunning()).isFalse();
        assertThat(bench.report().total()).isZero();
    }
}
