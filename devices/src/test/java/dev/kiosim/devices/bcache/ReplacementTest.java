package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Expectations 36 to 43, and the heap by which lru chooses: where data go, and what is given up.
 */
class ReplacementTest {
    private static final int PAGE = 8;
    private static final int BUCKET = 1024;
    private static final int BUCKETS = 2048;

    private final CacheBench bench = new CacheBench();
    private final List<Long> insertedAt = new ArrayList<>();

    private void watchInsertions() {
        bench.bcache.listen((event, now, a, b, c, d) -> {
            bench.events.merge(event, 1L, Long::sum);
            if (event == BcacheEvent.CACHE_INSERT) {
                insertedAt.add(c);
            }
        });
    }

    /**
     * Reads new data until buckets with data have been given up for a while: then none is empty.
     */
    private void fill() {
        bench.set("sequential_cutoff", 0);
        bench.set("congested_read_threshold_us", 0);
        for (long sector = 0; bench.count(BcacheEvent.INVALIDATE) < 200; sector += BUCKET) {
            bench.read(sector, BUCKET);
            bench.pass(CacheBench.SECOND);
        }
    }

    @Test
    void e36_gc_starts_when_a_sixteenth_of_the_cache_has_been_inserted() {
        bench.set("sequential_cutoff", 0);
        for (int i = 0; i < 128; i++) {
            bench.read(i * (long) BUCKET, BUCKET);
            bench.pass(CacheBench.SECOND);
        }
        assertThat(bench.count(BcacheEvent.GC_START)).isZero();
        bench.read(128 * (long) BUCKET, PAGE);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.count(BcacheEvent.GC_START)).isEqualTo(1);
    }

    @Test
    void e37_what_is_written_back_counts_as_in_use_until_the_next_gc() {
        bench.set("cache_mode", "writeback");
        bench.set("sequential_cutoff", 0);
        bench.set("writeback_percent", 0);
        for (int i = 0; i < 60; i++) {
            bench.write(i * (long) BUCKET, BUCKET);
            bench.pass(CacheBench.SECOND);
        }
        bench.pass(100 * CacheBench.SECOND);
        assertThat(bench.show("dirty_data")).isEqualTo("0.0k");
        Buckets buckets = bench.bcache.set().buckets();
        int inUse = buckets.inUsePercent();
        assertThat(inUse).isGreaterThanOrEqualTo(3);
        long dirty = countMarked(buckets, Buckets.DIRTY);
        assertThat(dirty).isEqualTo(60);
        bench.set("trigger_gc", 1);
        bench.pass(CacheBench.SECOND);
        assertThat(buckets.inUsePercent()).isLessThan(inUse);
        assertThat(countMarked(buckets, Buckets.DIRTY)).isZero();
    }

    private static long countMarked(Buckets buckets, byte mark) {
        long count = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            count += buckets.mark(bucket) == mark ? 1 : 0;
        }
        return count;
    }

    @Test
    void e38_coldness_and_emptiness_multiply() {
        Buckets buckets = new Buckets(new Geometry(BUCKET, 8, BUCKETS), BcacheVersion.MODERN);
        int[] bucket = {100, 101, 102};
        for (int one : bucket) {
            buckets.invalidate(one);
            buckets.allocate(one, false);
            buckets.unpin(one);
        }
        // Eight ageing passes, the first bucket always hit, the third hit and mostly empty.
        for (int pass = 0; pass < 8; pass++) {
            buckets.age(BUCKET * BUCKETS / 1024 + 1);
            buckets.touch(100);
            buckets.touch(102);
        }
        buckets.startMarking();
        buckets.markKey(Bkey.pointing(100L * BUCKET, 1, BUCKET, 0), false);
        buckets.markKey(Bkey.pointing(101L * BUCKET, 1, BUCKET, 0), false);
        buckets.markKey(Bkey.pointing(102L * BUCKET, 1, 64, 0), false);
        buckets.finishMarking();
        assertThat(buckets.minPrio()).isEqualTo(32760);
        assertThat(buckets.lruScore(100)).isEqualTo(9216);
        assertThat(buckets.lruScore(101)).isEqualTo(1024);
        assertThat(buckets.lruScore(102)).isEqualTo(576);
        LruHeap heap = new LruHeap(buckets, 16);
        heap.fill(100, 103);
        assertThat(List.of(heap.pop(), heap.pop(), heap.pop())).containsExactly(102, 101, 100);
    }

    /** The order in which a recorded kernel opened buckets; the specification computes another. */
    @Test
    void of_16_equal_candidates_the_heap_gives_up_those_that_were_recorded_first() {
        assertThat(orderOfEquals(16)).startsWith(16, 15, 14, 13, 12, 9, 10);
    }

    @Test
    void of_32_equal_candidates_the_heap_gives_up_those_that_were_recorded_in_this_order() {
        assertThat(orderOfEquals(32).subList(8, 15)).containsExactly(10, 25, 12, 20, 5, 26, 17);
    }

    @Test
    void a_new_cache_opens_the_buckets_that_a_recorded_one_opened() {
        CacheBench recorded = new CacheBench(
                BcacheConfig.defaults().withFormat(64, 1).withCosts(0, 20_000, 0), 64 * 2048);
        List<Long> opened = new ArrayList<>();
        recorded.bcache.listen((event, now, a, b, c, d) -> {
            if (event == BcacheEvent.CACHE_INSERT && c % 64 == 0) {
                opened.add(c / 64);
            }
        });
        for (int i = 0; i < 80; i++) {
            recorded.read(1000L * i, PAGE);
        }
        assertThat(opened).containsExactly(47L, 46L, 45L, 44L, 43L, 41L, 51L, 49L, 42L, 32L);
    }

    private static List<Integer> orderOfEquals(int count) {
        Buckets buckets = new Buckets(new Geometry(BUCKET, 8, BUCKETS), BcacheVersion.MODERN);
        LruHeap heap = new LruHeap(buckets, count);
        heap.fill(1, BUCKETS);
        List<Integer> order = new ArrayList<>();
        for (int bucket = heap.pop(); bucket != BucketFifo.EMPTY; bucket = heap.pop()) {
            order.add(bucket);
        }
        return order;
    }

    @Test
    void e39_eviction_comes_in_batches_of_7_with_one_prio_write_and_one_commit() {
        fill();
        bench.pass(CacheBench.SECOND);
        bench.events.clear();
        bench.forget();
        long gens = sumOfGens();
        long sector = 50L * CacheBench.GIB_SECTORS;
        while (bench.count(BcacheEvent.INVALIDATE) == 0) {
            bench.read(sector, BUCKET);
            bench.pass(CacheBench.SECOND);
            sector += BUCKET;
        }
        assertThat(sumOfGens() - gens).isEqualTo(7);
        assertThat(bench.count(BcacheEvent.INVALIDATE))
                .as("one is the bucket of the table before, which is empty")
                .isEqualTo(6);
        List<FakeDevice.Asked> prioWrites = bench.cache.asked.stream()
                .filter(one -> one.isMetadata() && one.sectors() == BUCKET)
                .toList();
        assertThat(prioWrites).hasSize(1);
        assertThat(bench.cache.journalWrites())
                .anyMatch(one ->
                        one.atNanos() == prioWrites.get(0).atNanos() + CacheBench.CACHE_NANOS);
    }

    private long sumOfGens() {
        Buckets buckets = bench.bcache.set().buckets();
        long sum = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sum += buckets.gen(bucket);
        }
        return sum;
    }

    @Test
    void e40_each_1024th_of_the_cache_of_traffic_ages_all_data_buckets_by_one() {
        Buckets buckets = bench.bcache.set().buckets();
        bench.read(0, PAGE);
        watchInsertions();
        bench.run(Bio.Op.READ, 0, 50_000, BUCKET, 3); // fills a bucket, so it is unpinned
        int bucket = (int) (insertedAt.get(0) / BUCKET);
        int before = buckets.prio(bucket);
        for (int i = 0; i < 256; i++) {
            bench.read(0, PAGE);
        }
        assertThat(buckets.prio(bucket)).isEqualTo(before - 1);
        bench.read(50_000, PAGE);
        assertThat(buckets.prio(bucket)).isEqualTo(Buckets.INITIAL_PRIO);
    }

    /** Takes every free bucket; none can be given up until garbage has been collected. */
    private void takeAllFreeBuckets() {
        bench.bcache.set().buckets().startMarking();
        Allocator allocator = bench.bcache.set().allocator();
        int taken = 1;
        while (taken > 0) {
            taken = 0;
            while (allocator.allocate(Reserve.NONE) != BucketFifo.EMPTY) {
                taken++;
            }
            bench.pass(CacheBench.MILLI);
        }
    }

    @Test
    void e41_without_a_free_bucket_a_miss_is_not_cached() {
        takeAllFreeBuckets();
        assertThat(bench.read(0, PAGE).bio.status).isZero();
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isZero();
        assertThat(bench.collisions()).isZero();
    }

    @Test
    void e41_without_a_free_bucket_a_writethrough_write_drops_its_range_and_succeeds() {
        bench.read(0, BUCKET); // the open bucket is full
        takeAllFreeBuckets();
        bench.forget();
        assertThat(bench.write(0, PAGE).bio.status).isZero();
        assertThat(bench.cache.dataSectors(Bio.Op.WRITE)).isZero();
        assertThat(bench.read(0, PAGE).bio.cacheState).isEqualTo(CacheState.MISS);
    }

    @Test
    void e41_without_a_free_bucket_a_writeback_write_waits() {
        bench.set("cache_mode", "writeback");
        takeAllFreeBuckets();
        CacheBench.Io write = bench.submitWrite(0, PAGE);
        bench.pass(CacheBench.SECOND);
        assertThat(write.isDone()).isFalse();
        bench.set("trigger_gc", 1);
        bench.pass(CacheBench.SECOND);
        assertThat(write.isDone()).isTrue();
    }

    @Test
    void e42_each_task_fills_a_bucket_of_its_own() {
        watchInsertions();
        for (int i = 0; i < 20; i++) {
            bench.run(Bio.Op.WRITE, Bio.SYNC, 1000L * i, PAGE, i % 2);
        }
        assertThat(bucketsUsed()).hasSize(2);
    }

    @Test
    void e42_one_task_fills_one_bucket() {
        watchInsertions();
        for (int i = 0; i < 20; i++) {
            bench.run(Bio.Op.WRITE, Bio.SYNC, 1000L * i, PAGE, 1);
        }
        assertThat(bucketsUsed()).hasSize(1);
    }

    private Set<Long> bucketsUsed() {
        Set<Long> buckets = new HashSet<>();
        insertedAt.forEach(sector -> buckets.add(sector / BUCKET));
        return buckets;
    }

    @Test
    void e43_a_write_that_does_not_fit_the_open_bucket_is_cut() {
        bench.write(0, 824);
        bench.forget();
        watchInsertions();
        bench.write(10_000, 600);
        assertThat(bench.cache.asked.stream()
                        .filter(one -> !one.isMetadata())
                        .map(FakeDevice.Asked::sectors))
                .containsExactly(200, 400);
        assertThat(insertedAt).hasSize(2);
    }
}
