package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expectations 47 to 50: how dirty data come to the backing device. */
class WritebackTest {
    private static final int PAGE = 8;

    private final CacheBench bench = new CacheBench();

    WritebackTest() {
        bench.set("cache_mode", "writeback");
        bench.pass(CacheBench.SECOND);
        bench.forget();
    }

    private void makeDirty(int sectors) {
        bench.bcache.device().stripes().add(0, sectors);
    }

    @Test
    void e47_the_controller_raises_the_rate_while_dirty_data_are_above_the_target() {
        RateLimiter limiter = bench.bcache.device().limiter();
        WritebackController controller = bench.bcache.device().controller();
        assertThat(controller.targetSectors()).isEqualTo(209_715);
        makeDirty(409_600);
        limiter.reset(bench.engine.nowNanos());
        controller.update();
        assertThat(limiter.rate()).isEqualTo(5096);
        controller.update();
        assertThat(limiter.rate()).isEqualTo(5196);
        controller.update();
        assertThat(limiter.rate()).isEqualTo(5296);
    }

    @Test
    void e47_below_the_target_the_rate_is_the_minimum() {
        makeDirty(1000);
        bench.bcache.device().controller().update();
        assertThat(bench.bcache.device().limiter().rate()).isEqualTo(8);
    }

    /** The kernel's timer wheel makes a sleep of that length up to 256 ms longer. */
    @Test
    void e48_at_rate_8_passes_of_large_keys_are_two_and_a_half_seconds_apart() {
        bench.set("writeback_running", 0);
        bench.set("sequential_cutoff", 0);
        for (int i = 0; i < 4; i++) {
            bench.write(i * 10_000L, 1024);
        }
        bench.set("writeback_rate", 8);
        bench.forget();
        bench.set("writeback_running", 1);
        bench.pass(4 * CacheBench.SECOND);
        List<Long> reads = bench.cache.asked.stream()
                .filter(one -> one.op() == Bio.Op.READ)
                .map(FakeDevice.Asked::atNanos)
                .toList();
        assertThat(reads).hasSize(2);
        assertThat(reads.get(1) - reads.get(0))
                .isBetween(2_500 * CacheBench.MILLI, 2_756 * CacheBench.MILLI);
    }

    @Test
    void e49_an_idle_set_writes_back_without_limit_until_the_next_io() {
        bench.write(0, PAGE);
        makeDirty(1);
        bench.bcache.storeAttribute("writeback_running", "0");
        bench.pass(31 * CacheBench.SECOND);
        assertThat(bench.bcache.device().limiter().rate()).isEqualTo(Integer.MAX_VALUE);
        makeDirty(-1);
        bench.read(0, PAGE);
        assertThat(bench.bcache.device().limiter().rate()).isEqualTo(1);
    }

    /** Recorded: 31.3 and 31.4 s later, since the timer wheel rounds 30 s up by as much as 2 s. */
    @Test
    void e50_the_first_dirty_data_are_written_back_at_once_and_the_state_changes_30_s_later() {
        CacheBench.Io write = bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.backing.dataSectors(Bio.Op.WRITE)).isEqualTo(PAGE);
        assertThat(bench.backing.asked.stream()
                        .filter(one -> one.op() == Bio.Op.WRITE && !one.isMetadata())
                        .findFirst()
                        .orElseThrow()
                        .atNanos())
                .isLessThanOrEqualTo(write.endNanos + CacheBench.CACHE_NANOS);
        assertThat(bench.show("dirty_data")).isEqualTo("0.0k");
        assertThat(bench.show("state")).isEqualTo("dirty");
        bench.pass(28 * CacheBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("dirty");
        bench.pass(4 * CacheBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("clean");
    }

    @Test
    void writes_to_the_backing_device_go_in_the_order_of_sectors() {
        bench.set("writeback_running", 0);
        bench.set("writeback_percent", 0);
        for (long sector : new long[] {9000, 3000, 12_000, 6000}) {
            bench.write(sector, PAGE);
        }
        bench.forget();
        bench.set("writeback_running", 1);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.backing.asked.stream()
                        .filter(one -> !one.isMetadata())
                        .map(FakeDevice.Asked::sector))
                .containsExactly(3016L, 6016L, 9016L, 12_016L);
    }

    @Test
    void what_was_written_back_is_a_clean_hit() {
        CacheBench.Io write = bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        CacheBench.Io read = bench.read(0, PAGE);
        assertThat(read.bio.cacheHitSectors).isEqualTo(PAGE);
        assertThat(read.bio.cacheDirty).isFalse();
        assertThat(read.stampAt(0)).isEqualTo(write.stampAt(0));
    }

    @Test
    void a_failed_write_to_the_backing_device_leaves_the_data_dirty_for_the_next_scan() {
        bench.backing.writeStatus = -5;
        bench.write(0, PAGE);
        bench.pass(CacheBench.SECOND);
        assertThat(bench.show("dirty_data")).isEqualTo("4.0k");
        bench.backing.writeStatus = 0;
        bench.pass(32 * CacheBench.SECOND);
        assertThat(bench.show("dirty_data")).isEqualTo("0.0k");
    }

    @Test
    void e55_detaching_writes_back_without_limit_while_new_io_bypasses() {
        bench.set("writeback_running", 0);
        for (int i = 0; i < 50; i++) {
            bench.write(i * 1000L, PAGE);
        }
        bench.set("detach", 1);
        CacheBench.Io write = bench.write(900_000, PAGE);
        assertThat(write.bio.cacheRule).isEqualTo("bypass: detaching");
        bench.pass(10 * CacheBench.SECOND);
        assertThat(bench.show("state")).isEqualTo("no cache");
        assertThat(bench.backing.dataSectors(Bio.Op.WRITE)).isEqualTo(51 * PAGE);
        assertThat(bench.read(0, PAGE).stampAt(0)).isEqualTo(1);
    }

    /** Source: writeback.c, bch_cached_dev_writeback_start. */
    @Test
    void the_controller_ticks_every_five_seconds_from_attaching_on_not_from_the_first_dirty_data() {
        bench.pass(4 * CacheBench.SECOND);
        bench.set("writeback_running", 0);
        bench.write(0, PAGE);
        bench.pass(1_300 * CacheBench.MILLI);
        assertThat(bench.bcache.device().limiter().rate()).isEqualTo(8);
    }

    @Test
    void the_first_burst_of_writeback_is_what_has_been_allowed_since_attaching() {
        bench.backing.writeNanos = 0;
        bench.cache.readNanos = 0;
        bench.set("writeback_running", 0);
        for (int i = 0; i < 300; i++) {
            bench.write(i * 1000L, PAGE);
        }
        bench.pass(CacheBench.SECOND / 2);
        bench.forget();
        long allowed = 1024 * bench.engine.nowNanos() / CacheBench.SECOND;
        bench.set("writeback_running", 1);
        bench.pass(CacheBench.MILLI);
        assertThat(bench.cache.dataSectors(Bio.Op.READ)).isBetween(allowed, allowed + 2 * PAGE);
    }

    /** Recorded: after a time without limit the rate was 17 sectors a second below the target. */
    @Test
    void what_the_controller_has_integrated_outlives_a_time_without_limit() {
        bench.set("writeback_running", 0);
        bench.write(0, PAGE);
        makeDirty(400_000);
        bench.bcache.device().limiter().reset(bench.engine.nowNanos());
        bench.bcache.device().controller().update();
        long integral = bench.bcache.device().controller().integral();
        assertThat(integral).isPositive();
        bench.pass(40 * CacheBench.SECOND);
        assertThat(bench.bcache.device().limiter().rate()).isEqualTo(Integer.MAX_VALUE);
        assertThat(bench.bcache.device().controller().integral()).isGreaterThanOrEqualTo(integral);
        makeDirty(-400_000);
    }

    @Test
    void gc_after_writeback_shows_also_that_it_is_due() {
        bench.set("writeback_running", 0);
        bench.set("sequential_cutoff", 0);
        bench.set("gc_after_writeback", 1);
        assertThat(bench.show("gc_after_writeback")).isEqualTo("1");
        for (int i = 0; i < 1_030; i++) {
            bench.write(i * 2_000L, 1024);
        }
        bench.pass(6 * CacheBench.SECOND);
        assertThat(bench.show("gc_after_writeback")).isEqualTo("3");
    }
}
