package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.api.Test;

/** The pace of garbage collection, what it does to nodes, and moving garbage collection. */
class GarbageCollectionTest {
    private static final int PAGE = 8;

    /** Small buckets, so that nodes are small and many: 16 MiB in buckets of 16 KiB. */
    private static CacheBench small(boolean oneCpu) {
        BcacheConfig config = BcacheConfig.defaults().withFormat(32, 1).withCosts(0, 1000, 0);
        CacheBench bench = new CacheBench(oneCpu ? config.onOneCpu() : config, 32 * 1024);
        bench.set("sequential_cutoff", 0);
        bench.set("congested_read_threshold_us", 0);
        return bench;
    }

    private static void readScattered(CacheBench bench, int count) {
        for (int i = 0; i < count; i++) {
            bench.read(i * 37L % 4096 * 64, PAGE);
        }
    }

    @Test
    void a_tree_grows_by_splits_and_every_key_stays_where_it_is_found() {
        CacheBench bench = small(false);
        readScattered(bench, 2000);
        assertThat(bench.count(BcacheEvent.BTREE_NODE_SPLIT)).isPositive();
        assertThat(bench.bcache.set().btree().root().level).isEqualTo(1);
        long hits = bench.hits();
        readScattered(bench, 200);
        assertThat(bench.hits() - hits).isGreaterThan(190);
    }

    @Test
    void with_one_cpu_a_run_sleeps_100_ms_after_each_leaf_that_it_wrote() {
        CacheBench bench = small(true);
        readScattered(bench, 2000);
        bench.pass(CacheBench.SECOND);
        bench.read(300_000, PAGE);
        bench.set("trigger_gc", 1);
        bench.pass(50 * CacheBench.MILLI);
        assertThat(bench.bcache.set().buckets().marksAreValid()).isFalse();
        bench.pass(400 * CacheBench.MILLI);
        assertThat(bench.bcache.set().buckets().marksAreValid()).isTrue();
    }

    @Test
    void with_several_cpus_a_run_is_over_at_once_if_nobody_waits() {
        CacheBench bench = small(false);
        readScattered(bench, 2000);
        bench.pass(CacheBench.SECOND);
        bench.set("trigger_gc", 1);
        bench.pass(CacheBench.MILLI);
        assertThat(bench.bcache.set().buckets().marksAreValid()).isTrue();
    }

    @Test
    void a_run_writes_every_dirty_leaf_below_the_root() {
        CacheBench bench = small(false);
        readScattered(bench, 2000);
        bench.set("trigger_gc", 1);
        bench.pass(CacheBench.SECOND);
        BtreeNode root = bench.bcache.set().btree().root();
        for (int i = 0; i < root.childCount(); i++) {
            assertThat(root.child(i).dirty).isFalse();
        }
    }

    @Test
    void nodes_whose_keys_have_gone_are_made_fewer() {
        CacheBench bench = small(false);
        readScattered(bench, 3000);
        int nodes = bench.bcache.set().btree().nodeCount();
        bench.run(Bio.Op.DISCARD, 0, 0, 200_000, 0);
        for (int i = 0; i < 5; i++) {
            bench.set("trigger_gc", 1);
            bench.pass(CacheBench.SECOND);
        }
        assertThat(bench.bcache.set().btree().nodeCount()).isLessThan(nodes);
        assertThat(bench.count(BcacheEvent.BTREE_GC_COALESCE)).isPositive();
        bench.bcache.checkInvariants();
    }

    @Test
    void moving_gc_is_off_unless_asked_for() {
        CacheBench bench = small(false);
        makeHoles(bench);
        bench.set("trigger_gc", 1);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.count(BcacheEvent.GC_COPY)).isZero();
    }

    @Test
    void moving_gc_copies_what_is_left_in_nearly_empty_buckets_and_keeps_it_dirty() {
        CacheBench bench = small(false);
        bench.set("copy_gc_enabled", 1);
        long[] stamps = makeHoles(bench);
        bench.set("trigger_gc", 1);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.count(BcacheEvent.GC_COPY)).isPositive();
        bench.bcache.checkInvariants();
        for (int i = 0; i < stamps.length; i++) {
            CacheBench.Io io = bench.read(i * 1000L, PAGE);
            assertThat(io.bio.cacheDirty).isTrue();
            assertThat(io.stampAt(0)).isEqualTo(stamps[i]);
        }
    }

    /** Dirty data, most of which is overwritten: one page in four is left in each bucket. */
    private static long[] makeHoles(CacheBench bench) {
        bench.set("cache_mode", "writeback");
        bench.set("writeback_running", 0);
        long[] stamps = new long[40];
        for (int i = 0; i < stamps.length; i++) {
            stamps[i] = bench.write(i * 1000L, PAGE).stampAt(0);
            for (int j = 0; j < 3; j++) {
                bench.write(900_000, PAGE);
            }
        }
        return stamps;
    }

    @Test
    void random_traffic_with_moving_gc_loses_nothing() {
        CacheBench bench = small(true);
        bench.set("copy_gc_enabled", 1);
        bench.set("cache_mode", "writeback");
        bench.set("writeback_running", 0);
        RandomStream random = RandomStream.named(5, "moving");
        long[] model = new long[4096];
        for (int i = 0; i < 4000; i++) {
            int page = random.nextInt(500);
            if (random.nextInt(3) == 0) {
                assertThat(bench.read(page * (long) PAGE, PAGE).stampAt(0)).isEqualTo(model[page]);
            } else {
                model[page] = bench.write(page * (long) PAGE, PAGE).stampAt(0);
            }
            if (i % 200 == 0) {
                bench.set("trigger_gc", 1);
            }
        }
        assertThat(bench.count(BcacheEvent.GC_COPY)).isPositive();
    }
}
