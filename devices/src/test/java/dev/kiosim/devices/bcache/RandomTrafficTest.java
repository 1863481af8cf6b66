package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random reads and writes by a plain model: a read returns what was written last, whatever the
 * cache does.
 */
class RandomTrafficTest {
    private static final int SECTORS = 4096;

    @ParameterizedTest
    @CsvSource({
        "writethrough, 1",
        "writethrough, 2",
        "writeback, 3",
        "writeback, 4",
        "writearound, 5",
        "none, 6",
        "writeback, 7",
        "writethrough, 8"
    })
    void every_read_returns_the_last_write(String mode, long seed) {
        CacheBench bench = new CacheBench(
                BcacheConfig.defaults().withFormat(16, 1).withCosts(1000, 2000, 100), 16 * 1024);
        bench.set("cache_mode", mode);
        bench.set("writeback_delay", 1);
        bench.set("writeback_percent", seed % 2 == 0 ? 0 : 10);
        bench.set("congested_read_threshold_us", 0);
        RandomStream random = RandomStream.named(seed, "traffic");
        long[] model = new long[SECTORS];
        for (int i = 0; i < 6_000; i++) {
            step(bench, random, model);
        }
        bench.pass(100 * CacheBench.SECOND);
        bench.bcache.checkInvariants();
        CacheBench.Io all = bench.read(0, SECTORS);
        assertThat(all.bio.stamps).isEqualTo(model);
    }

    private static void step(CacheBench bench, RandomStream random, long[] model) {
        int sectors = 1 + random.nextInt(random.nextInt(20) == 0 ? 64 : 12);
        int sector = random.nextInt(SECTORS - sectors);
        int task = random.nextInt(3);
        if (random.nextInt(2) == 0) {
            CacheBench.Io read = bench.run(Bio.Op.READ, 0, sector, sectors, task);
            assertThat(read.bio.status).isZero();
            assertThat(read.bio.stamps)
                    .as("sectors %d + %d", sector, sectors)
                    .isEqualTo(Arrays.copyOfRange(model, sector, sector + sectors));
        } else {
            int flags = random.nextInt(10) == 0 ? Bio.SYNC | Bio.FUA : Bio.SYNC;
            CacheBench.Io write = bench.run(Bio.Op.WRITE, flags, sector, sectors, task);
            assertThat(write.bio.status).isZero();
            Arrays.fill(model, sector, sector + sectors, write.stampAt(0));
        }
    }
}
