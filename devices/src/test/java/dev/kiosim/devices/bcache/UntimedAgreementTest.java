package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same IO through bcache and through bcache without time, far enough apart to settle. */
class UntimedAgreementTest {
    private static final int BUCKET = 1024;
    private static final BcacheCosts COSTS = new BcacheCosts(true, 5_000, 1_000, 200_000, 500);

    private final List<String> timed = new ArrayList<>();
    private final List<String> untimed = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "writethrough, lru, 1", "writethrough, fifo, 2", "writethrough, random, 3",
        "writeback, lru, 4", "writeback, fifo, 5", "writeback, random, 6",
        "writearound, lru, 7", "writearound, fifo, 8", "none, lru, 9",
    })
    void every_io_is_decided_and_placed_alike(String mode, String policy, long seed) {
        CacheBench bench = new CacheBench(
                BcacheConfig.defaults().withFormat(BUCKET, 8).withCosts(COSTS), 600L * BUCKET);
        UntimedBcache cache = new UntimedBcache(
                "bcache0", BcacheConfig.defaults().withFormat(BUCKET, 8), 600L * BUCKET, 1);
        for (String[] setting : new String[][] {
            {"cache_mode", mode},
            {"cache_replacement_policy", policy},
            {"sequential_cutoff", "1048576"},
            {"writeback_running", "0"}
        }) {
            bench.set(setting[0], setting[1]);
            assertThat(cache.set(setting[0], setting[1])).isTrue();
        }
        int[] nodes = {0};
        bench.bcache.listen((event, now, a, b, c, d) -> {
            note(timed, event, a, b, c, d);
            if (event == BcacheEvent.BTREE_NODE_ALLOC) nodes[0]++;
        });
        cache.listen((event, now, a, b, c, d) -> note(untimed, event, a, b, c, d));
        RandomStream random = RandomStream.named(seed, "agreement");
        for (int i = 0; i < 4000; i++) {
            Bio.Op op = random.nextInt(3) == 0
                    ? random.nextInt(20) == 0 ? Bio.Op.DISCARD : Bio.Op.WRITE
                    : Bio.Op.READ;
            int flags = op == Bio.Op.WRITE && random.nextInt(2) == 0 ? Bio.SYNC : 0;
            int sectors = 8 * (1 + random.nextInt(random.nextInt(3) == 0 ? 300 : 100));
            long sector = 8L * random.nextInt(1_000_000 / 8);
            int task = random.nextInt(3);
            Bio bio = new Bio();
            bio.prepare(op, flags, sector, sectors, b -> {});
            bio.taskId = task;
            cache.request(bio, bench.engine.nowNanos());
            CacheBench.Io io = bench.run(op, flags, sector, sectors, task);
            bench.pass(20 * CacheBench.MILLI);
            String of = "IO " + i + " " + bio + " nodes " + nodes[0] + " gc "
                    + bench.count(BcacheEvent.GC_START) + "/" + cache.gcRuns();
            if (nodes[0] > 0) {
                System.out.println(mode + policy + i + " ev " + cache.counts().evictions + " gc "
                        + cache.gcRuns() + " in_use " + cache.inUsePercent());
                break;
            }
            assertThat(bio.cacheState).as(of).isEqualTo(io.bio.cacheState);
            assertThat(bio.cacheHitSectors).as(of).isEqualTo(io.bio.cacheHitSectors);
            assertThat(untimed).as(of).isEqualTo(timed);
            assertThat(cache.inUsePercent())
                    .as(of)
                    .isEqualTo(bench.bcache.set().buckets().inUsePercent());
            timed.clear();
            untimed.clear();
        }
        cache.checkInvariants();
        assertThat(cache.counts().evictions).isPositive();
    }

    private static void note(
            List<String> events, BcacheEvent event, long a, long b, long c, long d) {
        if (event == BcacheEvent.CACHE_INSERT || event == BcacheEvent.INVALIDATE) {
            events.add(event + " " + a + " " + b + " " + c + " " + d);
        }
    }
}
