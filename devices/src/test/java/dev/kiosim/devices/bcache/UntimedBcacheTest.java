package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.engine.RandomStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class UntimedBcacheTest {
    private static final int BUCKET = 128;
    private static final int BUCKETS = 600;
    private static final int PAGE = 8;

    private final UntimedBcache cache = new UntimedBcache(
            "cached", BcacheConfig.defaults().withFormat(BUCKET, PAGE), BUCKETS * BUCKET, 1);
    private final Bio bio = new Bio();

    private CacheState request(Bio.Op op, long sector, int sectors) {
        bio.op = op;
        bio.flags = op == Bio.Op.WRITE ? Bio.SYNC : 0;
        bio.sector = sector;
        bio.sectorCount = sectors;
        cache.request(bio, 0);
        return bio.cacheState;
    }

    @Test
    void only_the_first_gap_of_a_read_is_inserted() {
        request(Bio.Op.READ, 0, 8);
        request(Bio.Op.READ, 16, 8);
        assertThat(request(Bio.Op.READ, 0, 32)).isEqualTo(CacheState.PARTIAL);
        assertThat(bio.cacheHitSectors).isEqualTo(16);
        assertThat(bio.cacheInsertedSectors).isEqualTo(8);
        assertThat(request(Bio.Op.READ, 0, 24)).isEqualTo(CacheState.HIT);
        assertThat(request(Bio.Op.READ, 24, 8)).isEqualTo(CacheState.MISS);
    }

    @Test
    void a_write_that_is_no_multiple_of_the_block_drops_the_blocks_that_it_touches() {
        request(Bio.Op.READ, 0, 32);
        assertThat(request(Bio.Op.WRITE, 12, 8)).isEqualTo(CacheState.WRITTEN_AROUND);
        assertThat(request(Bio.Op.READ, 0, 8)).isEqualTo(CacheState.HIT);
        assertThat(request(Bio.Op.READ, 24, 8)).isEqualTo(CacheState.HIT);
        assertThat(request(Bio.Op.READ, 8, 8)).isEqualTo(CacheState.MISS);
        assertThat(cache.counts().unaligned).isEqualTo(1);
    }

    @Test
    void a_read_that_is_no_multiple_of_the_block_bypasses_but_may_be_a_hit() {
        request(Bio.Op.READ, 0, 16);
        assertThat(request(Bio.Op.READ, 4, 8)).isEqualTo(CacheState.HIT);
        assertThat(bio.cacheHitSectors).isEqualTo(8);
        assertThat(cache.counts().bypassHits).isEqualTo(1);
        assertThat(request(Bio.Op.READ, 12, 8)).isEqualTo(CacheState.BYPASS);
        assertThat(bio.cacheHitSectors).isEqualTo(4);
        assertThat(cache.counts().bypassedSectors).isEqualTo(16);
    }

    @Test
    void dirty_data_stay_at_the_target_and_the_rest_is_written_back_in_order() {
        cache.set("cache_mode", "writeback");
        cache.set("sequential_cutoff", "0");
        cache.set("writeback_percent", "10");
        long target = BUCKETS * BUCKET / 10;
        for (long sector = 0; sector < target; sector += PAGE) {
            request(Bio.Op.WRITE, sector, PAGE);
        }
        assertThat(cache.counts().dirtySectors).isEqualTo(target);
        assertThat(cache.counts().writtenBackSectors).isZero();
        request(Bio.Op.WRITE, 800_000, PAGE);
        assertThat(cache.counts().dirtySectors).isLessThanOrEqualTo(target);
        assertThat(request(Bio.Op.READ, 0, PAGE)).isEqualTo(CacheState.HIT);
        assertThat(bio.cacheDirty).isFalse();
        assertThat(request(Bio.Op.READ, 800_000, PAGE)).isEqualTo(CacheState.HIT);
        assertThat(bio.cacheDirty).isTrue();
        cache.set("writeback_percent", "0");
        assertThat(cache.counts().dirtySectors).isZero();
        cache.checkInvariants();
    }

    @Test
    void without_write_back_writes_go_through_when_the_cache_is_70_percent_dirty() {
        cache.set("cache_mode", "writeback");
        cache.set("sequential_cutoff", "0");
        cache.set("writeback_running", "0");
        long sector = 0;
        while (request(Bio.Op.WRITE, sector, PAGE) == CacheState.WRITTEN_BACK) {
            sector += PAGE;
        }
        assertThat(bio.cacheState).isEqualTo(CacheState.WRITTEN_THROUGH);
        assertThat(cache.inUsePercent()).isEqualTo(71);
    }

    @Test
    void the_random_policy_goes_by_the_seed() {
        assertThat(hitsOfRandomPolicy(1)).isEqualTo(hitsOfRandomPolicy(1));
        assertThat(hitsOfRandomPolicy(1)).isNotEqualTo(hitsOfRandomPolicy(2));
    }

    private static long hitsOfRandomPolicy(long seed) {
        UntimedBcache cache = new UntimedBcache(
                "cached", BcacheConfig.defaults().withFormat(BUCKET, PAGE), BUCKETS * BUCKET, seed);
        cache.set("cache_replacement_policy", "random");
        randomReads(cache, 40_000);
        return cache.counts().hits;
    }

    private static void randomReads(UntimedBcache cache, int count) {
        RandomStream random = RandomStream.named(7, "reads");
        Bio bio = new Bio();
        bio.op = Bio.Op.READ;
        bio.sectorCount = PAGE;
        for (int i = 0; i < count; i++) {
            bio.sector = (long) PAGE * random.nextInt(BUCKETS * BUCKET / PAGE * 2);
            cache.request(bio, 0);
        }
    }

    @Test
    void requests_allocate_next_to_nothing() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        randomReads(cache, 100_000);
        long from = thread.getCurrentThreadAllocatedBytes();
        randomReads(cache, 100_000);
        assertThat(thread.getCurrentThreadAllocatedBytes() - from).isLessThan(100_000);
        assertThat(cache.counts().evictions).isGreaterThan(1_000);
    }

    @Test
    void what_it_has_no_attribute_for_it_says() {
        assertThat(cache.set("cache_mode", "writeback")).isTrue();
        assertThat(cache.set("cache_mode", "write-back")).isFalse();
        assertThat(cache.set("congested_read_threshold_us", "0")).isFalse();
    }

    @Test
    void too_small_a_cache_is_refused() {
        BcacheConfig config = BcacheConfig.defaults().withFormat(BUCKET, PAGE);
        assertThatThrownBy(() -> new UntimedBcache("cached", config, 512 * BUCKET, 1))
                .hasMessageContaining("nbuckets is too small: 512");
    }
}
