package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import org.junit.jupiter.api.Test;

/** A device that is slow, not broken: who waits for it, and who does not. */
class SlowDeviceTest {
    private static final int PAGE = FailureBench.PAGE;
    private static final long SLOW = 200 * FailureBench.MILLI;
    private static final long FROM = FailureBench.SECOND;

    private static long latency(FailureBench bench, Bio.Op op, long sector) {
        long begin = bench.now();
        assertThat(bench.run(op, Bio.SYNC, sector, PAGE)).isZero();
        return bench.now() - begin;
    }

    private static FailureBench withSlowDisk(String mode) {
        FailureBench bench =
                new FailureBench(mode, FailureBench.healthy(), FailureBench.slow(FROM, SLOW));
        bench.read(0, PAGE);
        bench.passUntil(FROM);
        return bench;
    }

    @Test
    void a_slow_disk_slows_misses_and_not_hits() {
        FailureBench bench = withSlowDisk("writethrough");
        assertThat(latency(bench, Bio.Op.READ, 0)).isLessThan(FailureBench.MILLI);
        assertThat(latency(bench, Bio.Op.READ, 4096)).isGreaterThanOrEqualTo(SLOW);
    }

    @Test
    void a_slow_disk_slows_writes_through_and_not_writes_to_the_cache_only() {
        assertThat(latency(withSlowDisk("writethrough"), Bio.Op.WRITE, 0))
                .isGreaterThanOrEqualTo(SLOW);
        assertThat(latency(withSlowDisk("writeback"), Bio.Op.WRITE, 0))
                .isLessThan(FailureBench.MILLI);
    }

    @Test
    void a_slow_disk_slows_write_back() {
        FailureBench bench = withSlowDisk("writeback");
        bench.set("bdev/writeback_percent", "0");
        bench.write(0, PAGE);
        bench.pass(SLOW / 2);
        assertThat(bench.show("dirty_data")).isEqualTo("4.0k");
        bench.pass(SLOW);
        assertThat(bench.show("dirty_data")).isEqualTo("0.0k");
    }

    @Test
    void a_slow_cache_makes_large_io_bypass_it_until_it_is_fast_again() {
        FailureBench bench = new FailureBench(
                "writethrough", FailureBench.slow(FROM, SLOW), FailureBench.healthy());
        bench.read(0, PAGE);
        bench.passUntil(FROM);
        for (int i = 0; i < 4; i++) {
            assertThat(latency(bench, Bio.Op.READ, 0)).isGreaterThanOrEqualTo(SLOW);
        }
        Bio large = bench.submit(Bio.Op.READ, 0, 8192, 256);
        bench.pass(100 * FailureBench.MILLI);
        assertThat(large.cacheState).isEqualTo(CacheState.BYPASS);
        assertThat(large.cacheRule).isEqualTo("bypass: congested, the cache device is slow");
        assertThat(bench.ssd.failed).isZero();
        bench.pass(2 * FailureBench.SECOND); // a unit of congestion a millisecond
        Bio later = bench.submit(Bio.Op.READ, 0, 16384, 256);
        bench.pass(FailureBench.SECOND);
        assertThat(later.cacheState).isEqualTo(CacheState.MISS);
    }

    @Test
    void a_slow_cache_device_counts_no_error() {
        FailureBench bench =
                new FailureBench("writeback", FailureBench.slow(0, SLOW), FailureBench.healthy());
        for (int i = 0; i < 20; i++) {
            bench.write(i * 64L, PAGE);
        }
        assertThat(bench.show("cache/io_errors")).isEqualTo("0");
        bench.runDry();
        assertThat(bench.report().total()).isZero();
    }
}
