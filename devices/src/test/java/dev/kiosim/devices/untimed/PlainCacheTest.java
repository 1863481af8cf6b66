package dev.kiosim.devices.untimed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.engine.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainCacheTest {
    private static final int BLOCK = 8;

    private static CacheState request(UntimedCache cache, Bio.Op op, long sector, int sectors) {
        Bio bio = new Bio();
        bio.op = op;
        bio.sector = sector;
        bio.sectorCount = sectors;
        cache.prefetch(new Bio[] {bio}, 1);
        cache.request(bio, 0);
        return bio.cacheState;
    }

    @ParameterizedTest
    @CsvSource({
        "LRU, 1, 5, 0",
        "LRU, 2, 10, 0",
        "LRU, 100, 400, 0",
        "LRU, 97, 300, 1099511627776",
        "FIFO, 1, 5, 0",
        "FIFO, 64, 200, 0",
        "FIFO, 1000, 3000, 4398046511104",
    })
    void it_holds_what_a_linked_hash_map_would(
            PlainCache.Policy policy, int room, int blocks, long base) {
        PlainCache cache = new PlainCache(policy, room, BLOCK);
        boolean isLru = policy == PlainCache.Policy.LRU;
        Map<Long, Boolean> model = new LinkedHashMap<>(16, 0.75f, isLru);
        RandomStream random = RandomStream.named(room, "plain");
        for (int i = 0; i < 40_000; i++) {
            // some blocks differ in their high bits only
            long block = random.nextInt(blocks) + (random.nextInt(2) == 0 ? base : 0);
            if (random.nextInt(20) == 0) {
                request(cache, Bio.Op.DISCARD, block * BLOCK, BLOCK);
                model.remove(block);
                continue;
            }
            boolean expected = model.get(block) != null;
            assertThat(cache.request(block)).as("request %d", i).isEqualTo(expected);
            model.put(block, true);
            if (model.size() > room) {
                model.remove(model.keySet().iterator().next());
            }
            if (i % 100 == 0) {
                assertThat(cache.blocks())
                        .containsExactly(
                                model.keySet().stream().mapToLong(b -> b).toArray());
            }
        }
    }

    @Test
    void a_read_over_several_blocks_is_a_hit_only_if_all_are_there() {
        PlainCache cache = new PlainCache(PlainCache.Policy.LRU, 10, BLOCK);
        assertThat(request(cache, Bio.Op.READ, 4, 8)).isEqualTo(CacheState.MISS);
        assertThat(request(cache, Bio.Op.READ, 8, 8)).isEqualTo(CacheState.HIT);
        assertThat(request(cache, Bio.Op.READ, 12, 8)).isEqualTo(CacheState.PARTIAL);
        assertThat(request(cache, Bio.Op.READ, 0, 24)).isEqualTo(CacheState.HIT);
        CacheCounts counts = cache.counts();
        assertThat(counts.hits).isEqualTo(2);
        assertThat(counts.misses).isEqualTo(2);
        assertThat(counts.readSectors).isEqualTo(48);
        assertThat(counts.hitSectors).isEqualTo(8 + 4 + 24);
        assertThat(counts.insertedSectors).isEqualTo(3 * BLOCK);
    }

    @Test
    void writes_go_in_and_flushes_do_nothing() {
        PlainCache cache = new PlainCache(PlainCache.Policy.FIFO, 10, BLOCK);
        assertThat(request(cache, Bio.Op.WRITE, 0, 8)).isEqualTo(CacheState.WRITTEN_THROUGH);
        assertThat(request(cache, Bio.Op.WRITE, 0, 8)).isEqualTo(CacheState.WRITTEN_THROUGH);
        assertThat(request(cache, Bio.Op.FLUSH, 0, 0)).isEqualTo(CacheState.NONE);
        assertThat(request(cache, Bio.Op.READ, 0, 8)).isEqualTo(CacheState.HIT);
        assertThat(cache.counts().insertedSectors).isEqualTo(2 * BLOCK);
        assertThat(cache.counts().requests()).isEqualTo(4);
    }

    @Test
    void impossible_sizes_are_refused() {
        assertThatThrownBy(() -> new PlainCache(PlainCache.Policy.LRU, 0, BLOCK))
                .hasMessageContaining("0 blocks");
        assertThatThrownBy(() -> new PlainCache(PlainCache.Policy.LRU, 10, 3))
                .hasMessageContaining("of 3 sectors");
    }
}
