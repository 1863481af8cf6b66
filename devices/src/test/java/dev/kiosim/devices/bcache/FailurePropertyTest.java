package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.RandomStream;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random traffic, in which devices begin to fail at a random moment, in a random way, for some time
 * or for ever. Whatever happens: every bio ends, every read that ends well returns what was
 * acknowledged last or a sector that is reported as lost, and what is reported is exactly what the
 * drives have lost.
 */
class FailurePropertyTest {
    private static final int TASKS = 6;

    private final Map<Long, Long> acknowledged = new TreeMap<>();
    private FailureBench bench;
    private RandomStream random;
    private boolean traffic = true;
    private int region = 4096;
    private int thinkNanosMax = 5_000_000;
    private int failsWithinMillis = 4_000;

    @ParameterizedTest
    @ValueSource(
            longs = {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24
            })
    void what_is_reported_as_lost_is_exactly_what_the_drives_have_lost(long seed) {
        random = RandomStream.named(seed, "failures");
        String[] modes = {"writethrough", "writeback", "writeback", "writearound"};
        bench = new FailureBench(modes[random.nextInt(modes.length)]);
        check(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void the_same_where_buckets_nodes_and_journal_are_short(long seed) {
        random = RandomStream.named(seed, "failures of a small cache");
        int bucketSectors = random.nextInt(2) == 0 ? 8 : 16;
        bench = FailureBench.tight(
                random.nextInt(3) == 0 ? "writethrough" : "writeback", bucketSectors);
        region = bucketSectors * FailureBench.TIGHT_BUCKETS / 3 / TASKS / 8 * 8;
        thinkNanosMax = 200_000;
        failsWithinMillis = 200;
        bench.set("cset/internal/copy_gc_enabled", Integer.toString(random.nextInt(2)));
        bench.set("cache/discard", Integer.toString(random.nextInt(2)));
        check(seed);
    }

    private void check(long seed) {
        bench.set("bdev/writeback_percent", random.nextInt(2) == 0 ? "0" : "10");
        bench.set("bdev/stop_when_cache_set_failed", random.nextInt(3) == 0 ? "always" : "auto");
        for (int task = 0; task < TASKS; task++) {
            new Task(task).next();
        }
        bench.pass(random.nextInt(failsWithinMillis) * FailureBench.MILLI);
        fail();
        bench.pass((1 + random.nextInt(2 * failsWithinMillis)) * FailureBench.MILLI);
        bench.ssd.fails = bio -> false;
        bench.disk.fails = bio -> false;
        bench.pass(failsWithinMillis / 4 * FailureBench.MILLI);
        traffic = false;
        bench.pass(FailureBench.SECOND);
        if (bench.isRunning() && bench.bcache.device().isAttached()) {
            bench.bcache.checkInvariants();
        }
        bench.runDry();
        NavigableSet<Long> lost = lost();
        NavigableSet<Long> reported = bench.lostSectors();
        TreeSet<Long> missing = new TreeSet<>(lost);
        missing.removeAll(reported);
        TreeSet<Long> tooMany = new TreeSet<>(reported);
        tooMany.removeAll(lost);
        assertThat(missing).as("lost and not reported, seed %d", seed).isEmpty();
        assertThat(tooMany).as("reported and not lost, seed %d", seed).isEmpty();
    }

    private void fail() {
        int percent = random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(30);
        Predicate<Bio> often = bio -> random.nextInt(100) < percent;
        switch (random.nextInt(5)) {
            case 0 -> bench.ssd.fails = often;
            case 1 -> bench.disk.fails = often;
            case 2 -> bench.ssd.fails = bio -> FailureBench.isData(bio) && often.test(bio);
            case 3 -> bench.ssd.fails = bio -> bio.op == Bio.Op.WRITE && often.test(bio);
            default -> {
                bench.ssd.fails = often;
                bench.disk.fails = often;
            }
        }
    }

    /** Asks the device, or, where that is stopped, the disk below, of every sector ever written. */
    private NavigableSet<Long> lost() {
        NavigableSet<Long> sectors = new TreeSet<>();
        boolean isServed = bench.isRunning();
        acknowledged.forEach((sector, version) -> {
            long found = isServed ? served(sector) : bench.disk.content().stamp(sector + 16);
            if (found < version || found > bench.newestVersion()) {
                sectors.add(sector);
            }
        });
        return sectors;
    }

    private long served(long sector) {
        Bio bio = bench.submit(Bio.Op.READ, Bio.HINT_BYPASS, sector, 1);
        while (bench.inFlight() > 0) {
            bench.engine.step();
        }
        assertThat(bio.status).as("reading sector %d in the end", sector).isZero();
        return bio.stamps[0];
    }

    /** One bio after the other, in a region of its own. */
    private final class Task {
        private final int id;

        Task(int id) {
            this.id = id;
        }

        void next() {
            if (!traffic) {
                return;
            }
            int pages = random.nextInt(4) == 0 ? Math.min(32, region / 16) : 4;
            int sectors = 8 * (1 + random.nextInt(pages));
            long sector = (long) id * region + 8L * random.nextInt((region - sectors) / 8);
            int dice = random.nextInt(100);
            Bio.Op op = dice < 5 ? Bio.Op.FLUSH : dice < 50 ? Bio.Op.READ : Bio.Op.WRITE;
            int flags = op == Bio.Op.FLUSH
                    ? Bio.PREFLUSH
                    : op == Bio.Op.READ ? 0 : Bio.SYNC | (dice > 90 ? Bio.FUA : 0);
            int count = op == Bio.Op.FLUSH ? 0 : sectors;
            Bio bio = bench.submit(op, flags, op == Bio.Op.FLUSH ? 0 : sector, count, this::ended);
            bio.taskId = id;
        }

        private void ended(Bio bio) {
            if (bio.op == Bio.Op.WRITE && bio.status == 0) {
                for (int i = 0; i < bio.sectorCount; i++) {
                    acknowledged.put(bio.sector + i, bio.stamps[i]);
                }
            }
            bench.engine.schedule(random.nextInt(thinkNanosMax), this::next);
        }
    }
}
