package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What space, index and writeback of 2013 do otherwise, each beside what they do today. */
class Mechanism2013Test {
    private static final int PAGE = 8;
    private static final int BUCKET = 1024;
    private static final int BUCKETS = 2048;

    private final CacheBench modern = new CacheBench();
    private final CacheBench then = new CacheBench(config(), CacheBench.GIB_SECTORS);

    private static BcacheConfig config() {
        return BcacheConfig.defaults()
                .withFormat(BUCKET, PAGE)
                .withCosts(0, 0, 0)
                .withVersion(BcacheVersion.Y2013);
    }

    @Test
    void six_buckets_are_open_so_that_seven_tasks_drive_one_another_out() {
        assertThat(bucketsOfTwoRounds(modern, 7)).isEqualTo(7);
        assertThat(bucketsOfTwoRounds(then, 6)).isEqualTo(6);
        CacheBench crowded = new CacheBench(config(), CacheBench.GIB_SECTORS);
        assertThat(bucketsOfTwoRounds(crowded, 7)).isEqualTo(6); // shared, not one each
    }

    /** Buckets that data went to when each of {@code tasks} tasks wrote twice, far apart. */
    private static long bucketsOfTwoRounds(CacheBench bench, int tasks) {
        for (int i = 0; i < 2 * tasks; i++) {
            bench.run(Bio.Op.WRITE, Bio.SYNC, 100_000L * (i + 1), PAGE, i % tasks);
        }
        long open = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            open += bench.bcache.set().buckets().mark(bucket) == Buckets.RECLAIMABLE
                            && bench.bcache.set().buckets().sectorsUsed(bucket) > 0
                    ? 1
                    : 0;
        }
        return open;
    }

    @Test
    void lru_has_no_floor_so_that_the_coldest_bucket_scores_0_full_or_not() {
        Buckets buckets = new Buckets(new Geometry(BUCKET, 8, BUCKETS), BcacheVersion.Y2013);
        for (int bucket : new int[] {100, 101}) {
            buckets.invalidate(bucket);
            buckets.allocate(bucket, false);
            buckets.unpin(bucket);
        }
        for (int pass = 0; pass < 8; pass++) {
            buckets.age(BUCKET * BUCKETS / 1024 + 1);
            buckets.touch(100);
        }
        assertThat(buckets.minPrio()).isEqualTo(32760);
        assertThat(buckets.lruScore(100)).isEqualTo(8 * BUCKET);
        assertThat(buckets.lruScore(101)).isZero();
    }

    @Test
    void gc_starts_when_an_eighth_of_the_cache_has_been_written() {
        assertThat(modern.bcache.set().gc().sectorsToGc()).isEqualTo(131_072);
        assertThat(then.bcache.set().gc().sectorsToGc()).isEqualTo(262_144);
    }

    @Test
    void in_use_stays_what_the_last_gc_found() {
        for (CacheBench bench : List.of(modern, then)) {
            bench.set("internal/trigger_gc", 1);
            bench.pass(CacheBench.SECOND);
            bench.set("sequential_cutoff", 0);
        }
        int modernBefore = modern.bcache.set().buckets().inUsePercent();
        int thenBefore = then.bcache.set().buckets().inUsePercent();
        for (CacheBench bench : List.of(modern, then)) {
            for (int i = 0; i < 60; i++) {
                bench.write((long) i * BUCKET, BUCKET);
            }
        }
        assertThat(modern.bcache.set().buckets().inUsePercent()).isGreaterThan(modernBefore);
        assertThat(then.bcache.set().buckets().inUsePercent()).isEqualTo(thenBefore);
    }

    @Test
    void the_first_keys_after_a_rest_are_journalled_at_once_the_next_100_ms_later() {
        then.write(0, PAGE);
        then.pass(CacheBench.SECOND);
        then.forget();
        CacheBench.Io first = then.write(1000, PAGE);
        assertThat(then.cache.journalWrites()).hasSize(1);
        assertThat(then.cache.journalWrites().get(0).atNanos()).isLessThanOrEqualTo(first.endNanos);
        CacheBench.Io second = then.write(2000, PAGE);
        long firstWritten = then.cache.journalWrites().get(0).atNanos() + CacheBench.CACHE_NANOS;
        then.pass(CacheBench.SECOND);
        assertThat(then.cache.journalWrites()).hasSize(2);
        assertThat(then.cache.journalWrites().get(1).atNanos())
                .isGreaterThan(second.endNanos)
                .isBetween(
                        firstWritten + 100 * CacheBench.MILLI,
                        firstWritten + 104 * CacheBench.MILLI);
    }

    @Test
    void a_flush_does_not_wait_for_the_100_ms() {
        then.write(0, PAGE);
        then.pass(CacheBench.SECOND);
        then.write(1000, PAGE);
        then.pass(10 * CacheBench.MILLI);
        then.forget();
        CacheBench.Io flush = then.run(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0, 0);
        assertThat(then.cache.journalWrites()).hasSize(1);
        assertThat(flush.latencyNanos).isLessThan(50 * CacheBench.MILLI);
    }

    @Test
    void writeback_begins_after_writeback_delay() {
        for (CacheBench bench : List.of(modern, then)) {
            bench.set("cache_mode", "writeback");
            bench.write(0, PAGE);
            bench.pass(29 * CacheBench.SECOND);
        }
        assertThat(modern.count(BcacheEvent.WRITEBACK)).isEqualTo(1);
        assertThat(then.count(BcacheEvent.WRITEBACK)).isZero();
        then.pass(2 * CacheBench.SECOND);
        assertThat(then.count(BcacheEvent.WRITEBACK)).isEqualTo(1);
    }

    @Test
    void writeback_collects_100_keys_at_a_time() {
        assertThat(mostKeysOfAScan(modern)).isEqualTo(150);
        assertThat(mostKeysOfAScan(then)).isEqualTo(100);
        assertThat(then.bcache.device().stripes().total()).isZero();
    }

    private static long mostKeysOfAScan(CacheBench bench) {
        long[] most = new long[1];
        bench.bcache.listen((event, now, found, b, c, d) -> {
            if (event == BcacheEvent.KEYSCAN) {
                most[0] = Math.max(most[0], found);
            }
        });
        bench.set("cache_mode", "writeback");
        bench.set("writeback_running", 0);
        for (int i = 0; i < 150; i++) {
            bench.write(100_000L + 1000L * i, PAGE);
        }
        bench.set("writeback_percent", 0);
        bench.set("writeback_running", 1);
        bench.pass(100 * CacheBench.SECOND);
        return most[0];
    }

    @Test
    void a_miss_that_finds_its_leaf_full_is_not_cached_until_a_write_has_split_it() {
        fillOneLeaf(modern);
        fillOneLeaf(then);
        assertThat(modern.read(APART * BLOCKS, PAGE).bio.cacheState).isEqualTo(CacheState.HIT);
        assertThat(then.read(APART * BLOCKS, PAGE).bio.cacheState).isEqualTo(CacheState.MISS);
        then.write(APART * BLOCKS / 2, PAGE);
        then.read(APART * BLOCKS, PAGE);
        assertThat(then.read(APART * BLOCKS, PAGE).bio.cacheState).isEqualTo(CacheState.HIT);
    }

    /** More keys than a node of 256 KiB holds: 24 bytes each. */
    private static final int BLOCKS = 11_500;

    private static final long APART = 4_000;

    private static void fillOneLeaf(CacheBench bench) {
        for (int i = 1; i <= BLOCKS; i++) {
            bench.read(APART * i, PAGE);
        }
    }
}
