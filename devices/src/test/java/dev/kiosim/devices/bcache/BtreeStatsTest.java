package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code bset_tree_stats} counts, and what an overwritten key leaves in the last set. */
class BtreeStatsTest {
    private static final int PAGE = 8;
    private static final int KEY_BYTES = 24;

    private final CacheBench bench = new CacheBench();

    private long stat(String name) {
        for (String line : bench.show("internal/bset_tree_stats").split("\n")) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.substring(name.length() + 1).trim());
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Test
    void a_new_set_counts_as_recorded_its_missing_tree_as_one_float_less_than_none() {
        assertThat(List.of(stat("btree nodes"), stat("written sets"), stat("unwritten sets")))
                .containsExactly(1L, 1L, 1L);
        assertThat(stat("unwritten key bytes")).isZero();
        assertThat(stat("floats")).isEqualTo(4_294_967_295L);
    }

    @Test
    void keys_count_as_written_when_the_next_comes_after_their_leaf_was_written() {
        for (int i = 0; i < 10; i++) {
            bench.write(1_000L * i, PAGE);
        }
        assertThat(stat("unwritten key bytes")).isEqualTo(10 * KEY_BYTES);
        assertThat(stat("written key bytes")).isZero();
        bench.pass(40 * CacheBench.SECOND);
        assertThat(stat("unwritten key bytes")).isEqualTo(10 * KEY_BYTES);
        bench.write(20_000, PAGE);
        assertThat(stat("unwritten key bytes")).isEqualTo(KEY_BYTES);
        assertThat(stat("written key bytes")).isEqualTo(10 * KEY_BYTES);
        assertThat(stat("floats")).isEqualTo((32 + 10 * KEY_BYTES) / 128 - 1);
    }

    @Test
    void a_key_that_is_overwritten_in_the_last_set_stays_there_as_a_husk() {
        bench.write(1_000, PAGE);
        bench.write(1_000, PAGE);
        assertThat(keys()).containsExactly(0, PAGE);
        assertThat(stat("unwritten key bytes")).isEqualTo(2 * KEY_BYTES);
        bench.write(1_000, PAGE);
        assertThat(keys()).as("a new husk takes the place of the old").containsExactly(0, PAGE);
    }

    @Test
    void a_hole_over_the_husk_of_a_hole_takes_its_place() {
        bench.set("cache_mode", "none");
        bench.write(1_000, PAGE);
        long one = stat("unwritten key bytes");
        bench.write(1_000, PAGE);
        bench.write(1_000, PAGE);
        assertThat(stat("unwritten key bytes")).isEqualTo(one);
    }

    @Test
    void a_set_that_has_been_written_has_no_husks() {
        bench.write(1_000, PAGE);
        bench.write(1_000, PAGE);
        bench.pass(40 * CacheBench.SECOND);
        bench.write(20_000, PAGE);
        assertThat(keys()).containsExactly(PAGE, PAGE);
    }

    /** Sizes of the keys in the root leaf, in order. */
    private List<Integer> keys() {
        List<Integer> sizes = new ArrayList<>();
        LeafKeys.Cursor cursor = new LeafKeys.Cursor();
        for (cursor.seek(bench.bcache.set().btree().root().keys, -1);
                cursor.isValid();
                cursor.next()) {
            sizes.add(Bkey.size(cursor.value()));
        }
        return sizes;
    }

    @Test
    void a_thread_that_a_worker_wakes_starts_later_than_one_that_the_task_wakes() {
        CacheSet set = bench(5_000, 70_000).bcache.set();
        set.setInTask(true);
        assertThat(set.wakeNanos()).isEqualTo(5_000);
        set.setInTask(false);
        assertThat(set.wakeNanos()).isEqualTo(70_000);
    }

    private static CacheBench bench(long fromTask, long fromWorker) {
        return new CacheBench(
                BcacheConfig.defaults()
                        .withFormat(1024, PAGE)
                        .withCosts(new BcacheCosts(true, 0, fromTask, fromWorker, 0)),
                CacheBench.GIB_SECTORS);
    }
}
