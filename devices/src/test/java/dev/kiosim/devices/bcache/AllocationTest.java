package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.BareContext;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.RandomStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way of an IO through the cache allocates nothing in the steady state. */
class AllocationTest {
    private static final int PAGE = 8;
    private static final int ROOM = 60_000;
    private static final long APART_NANOS = 20_000;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RandomStream random = RandomStream.named(1, "allocation");
    private final Machine machine = new Machine();

    private double bytesPerRead(int count, int blocks) {
        long from = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            machine.read(random.nextInt(blocks));
        }
        return (thread.getCurrentThreadAllocatedBytes() - from) / (double) count;
    }

    @Test
    void a_hit_allocates_nothing() {
        for (int block = 0; block < 2_000; block++) {
            machine.read(block);
        }
        bytesPerRead(20_000, 2_000);
        assertThat(bytesPerRead(20_000, 2_000)).isLessThan(1);
    }

    @Test
    void a_miss_with_its_insertion_and_eviction_allocates_next_to_nothing() {
        bytesPerRead(6 * ROOM, 4 * ROOM);
        assertThat(bytesPerRead(2 * ROOM, 4 * ROOM)).isLessThan(2);
    }

    /** An engine and a bcache device on devices that take no time and remember nothing. */
    private static final class Machine {
        private final Engine engine = new Engine(1);
        private final BlockDevice cache = new Instant(engine, "flash", (ROOM + 4L * 1024) * PAGE);
        private final BlockDevice backing = new Instant(engine, "disk", 8L * ROOM * PAGE);
        private final Bcache bcache = new Bcache(
                new BareContext(engine, false),
                "cached",
                backing,
                cache,
                BcacheConfig.defaults().withFormat(512, 1).withCosts(0, 0, 0),
                Map.of());
        private final Bio bio = new Bio();
        private final BioEnd end = ended -> ended.settle(engine.nowNanos());

        void read(int block) {
            bio.prepare(Bio.Op.READ, 0, (long) block * PAGE, PAGE, end);
            bio.submitTo(bcache, engine.nowNanos());
            engine.runUntil(engine.nowNanos() + APART_NANOS);
        }
    }

    private record Instant(Engine engine, String name, long sectorCount) implements BlockDevice {
        @Override
        public int logicalBlockBytes() {
            return Bio.SECTOR_BYTES;
        }

        @Override
        public void submit(Bio bio) {
            bio.endIn(engine, 0);
        }
    }
}
