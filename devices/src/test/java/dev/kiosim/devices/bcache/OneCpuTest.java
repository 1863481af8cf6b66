package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has the CPU first where there is one only, as recorded of Linux 6.1. */
class OneCpuTest {
    private static final int BUCKET = 16;
    private static final long CACHE_SECTORS = 2048L * BUCKET;

    /**
     * The free list has two buckets, four are needed, and the next ones are invalidated already.
     */
    @ParameterizedTest
    @CsvSource({"true, 64", "false, 32"})
    void a_write_into_several_buckets_lets_the_allocator_pass_buckets_on(
            boolean oneCpu, int insertedSectors) {
        BcacheCosts costs = new BcacheCosts(oneCpu, 0, 1_000, 1_000, 0);
        CacheBench bench = new CacheBench(
                new BcacheConfig(BUCKET, 1, 1, 16, 0, false, 40, 70, costs, BcacheVersion.MODERN),
                CACHE_SECTORS);
        bench.pass(CacheBench.SECOND);
        bench.write(0, 64);
        assertThat(bench.bcache.set().openBuckets().sectorsWritten()).isEqualTo(insertedSectors);
    }
}
