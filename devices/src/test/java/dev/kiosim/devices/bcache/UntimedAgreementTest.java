package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.engine.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same IO through bcache and through bcache without time, far enough apart that the whole model
 * settles in between: decisions, placement and evictions are the same.
 */
class UntimedAgreementTest {
    private static final int BUCKET = 1024;
    private static final long CACHE = 600L * BUCKET;
    private static final long REACH_PAGES = 125_000;
    /** Several CPUs; threads run at once if the task wakes them, else behind the workqueue. */
    private static final BcacheCosts COSTS = new BcacheCosts(false, 5_000, 1_000, 200_000, 500);

    private final List<String> timedEvents = new ArrayList<>();
    private final List<String> untimedEvents = new ArrayList<>();
    private final BcacheConfig config = BcacheConfig.defaults().withFormat(BUCKET, 8);
    private final CacheBench timed = new CacheBench(config.withCosts(COSTS), CACHE);
    private final UntimedBcache untimed = new UntimedBcache("bcache0", config, CACHE, 1);
    private RandomStream random = RandomStream.named(1, "");
    private long nodesAllocated;

    private void set(String attribute, String value) {
        timed.set(attribute, value);
        assertThat(untimed.set(attribute, value)).isTrue();
    }

    private void listen() {
        timed.bcache.listen((event, now, a, b, c, d) -> {
            note(timedEvents, event, a, b, c, d);
            nodesAllocated += event == BcacheEvent.BTREE_NODE_ALLOC ? 1 : 0;
        });
        untimed.listen((event, now, a, b, c, d) -> note(untimedEvents, event, a, b, c, d));
    }

    private static void note(
            List<String> events, BcacheEvent event, long a, long b, long c, long d) {
        if (event == BcacheEvent.CACHE_INSERT || event == BcacheEvent.INVALIDATE) {
            events.add(event + " " + a + " " + b + " " + c + " " + d);
        }
    }

    /** A third writes, some of them asynchronous, a few discards, some streams, three tasks. */
    private Bio next(Bio before) {
        Bio bio = new Bio();
        boolean goesOn = random.nextInt(4) == 0 && before.op != Bio.Op.FLUSH;
        int sectors = 8 * (1 + random.nextInt(random.nextInt(3) == 0 ? 300 : 100));
        long sector = goesOn ? before.endSector() : 8 * random.nextLong(REACH_PAGES);
        Bio.Op op = switch (random.nextInt(30)) {
            case 0 -> Bio.Op.DISCARD;
            case 1 -> Bio.Op.FLUSH;
            case 2, 3, 4, 5, 6, 7, 8, 9, 10 -> Bio.Op.WRITE;
            default -> Bio.Op.READ;
        };
        int flags = op == Bio.Op.WRITE && random.nextInt(2) == 0 ? Bio.SYNC : 0;
        boolean isFlush = op == Bio.Op.FLUSH;
        bio.prepare(op, flags, isFlush ? 0 : sector, isFlush ? 0 : sectors, ended -> {});
        bio.taskId = random.nextInt(3);
        return bio;
    }

    private Bio both(Bio bio) {
        untimed.request(bio, timed.engine.nowNanos());
        Bio other = timed.run(bio.op, bio.flags, bio.sector, bio.sectorCount, bio.taskId).bio;
        timed.pass(20 * CacheBench.MILLI);
        return other;
    }

    @ParameterizedTest
    @CsvSource({
        "writethrough, lru, 0, 1", "writethrough, fifo, 0, 2", "writethrough, random, 0, 3",
        "writeback, lru, 0, 4", "writeback, fifo, 0, 5", "writeback, random, 0, 6",
        "writeback, lru, 1, 7", "writeback, fifo, 1, 8", "writeback, random, 1, 9",
        "writearound, lru, 0, 10", "writearound, fifo, 0, 11", "writearound, random, 0, 12",
    })
    void every_io_is_decided_and_placed_alike_until_a_node_takes_a_bucket(
            String mode, String policy, String writesBack, long seed) {
        set("cache_mode", mode);
        set("cache_replacement_policy", policy);
        set("sequential_cutoff", "1048576");
        set("writeback_percent", "0");
        timed.set("writeback_delay", 0);
        set("writeback_running", writesBack);
        listen();
        random = RandomStream.named(seed, "agreement");
        Bio bio = new Bio();
        int compared = 0;
        while (compared < 2_500) {
            bio = next(bio);
            Bio other = both(bio);
            if (nodesAllocated > 0) {
                break;
            }
            compared++;
            String of = "IO " + compared + ", " + bio;
            assertThat(bio.cacheState).as(of).isEqualTo(other.cacheState);
            assertThat(bio.cacheHitSectors).as(of).isEqualTo(other.cacheHitSectors);
            assertThat(bio.cacheInsertedSectors).as(of).isEqualTo(other.cacheInsertedSectors);
            assertThat(bio.cacheDirty).as(of).isEqualTo(other.cacheDirty);
            assertThat(untimedEvents).as(of).isEqualTo(timedEvents);
            assertThat(untimed.inUsePercent())
                    .as(of)
                    .isEqualTo(timed.bcache.set().buckets().inUsePercent());
            assertThat(untimed.counts().dirtySectors)
                    .as(of)
                    .isEqualTo(timed.bcache.device().stripes().total());
            timedEvents.clear();
            untimedEvents.clear();
        }
        untimed.checkInvariants();
        assertThat(compared).isGreaterThan(1_500);
        assertThat(untimed.counts().evictions)
                .isGreaterThanOrEqualTo(mode.equals("writearound") ? 1 : 100);
        assertThat(untimed.counts().hits).isEqualTo(timed.hits());
        assertThat(untimed.counts().misses).isEqualTo(timed.misses());
        // bcache's collector wraps at 2^16 between two ticks
        assertThat(untimed.counts().bypassedSectors - timed.bypassedSectors())
                .isNotNegative()
                .matches(difference -> difference % (1 << 16) == 0);
    }

    /** Then nodes that are rewritten and split take turns with data: other buckets, same hits. */
    @ParameterizedTest
    @CsvSource({"writethrough, lru, 21", "writeback, fifo, 22", "writeback, random, 23"})
    void after_many_nodes_the_share_of_hits_is_still_the_same(
            String mode, String policy, long seed) {
        set("cache_mode", mode);
        set("cache_replacement_policy", policy);
        set("sequential_cutoff", "0");
        set("writeback_running", "0");
        listen();
        random = RandomStream.named(seed, "agreement");
        int ios = 8_000;
        int timedHits = 0;
        int untimedHits = 0;
        Bio bio = new Bio();
        for (int i = 0; i < ios; i++) {
            bio = next(bio);
            timedHits += both(bio).cacheState == CacheState.HIT ? 1 : 0;
            untimedHits += bio.cacheState == CacheState.HIT ? 1 : 0;
        }
        untimed.checkInvariants();
        assertThat(nodesAllocated).isPositive();
        assertThat(timedHits).isGreaterThan(200);
        assertThat(untimedHits).isCloseTo(timedHits, within(ios / 100));
    }
}
