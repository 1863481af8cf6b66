package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.PowerCut;
import dev.kiosim.devices.TestMachine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * A drive that keeps in its volatile cache what it is not told to flush, for ever. Each bio takes
 * 100 microseconds; some are held back until the test lets them go.
 */
final class SlowToSettle implements BlockDevice {
    private static final long LATENCY_NANOS = 100_000;

    /** Whether the drive has a volatile cache. */
    enum Cache {
        VOLATILE,
        NONE
    }

    private final TestMachine machine;
    private final String name;
    private final long sectors;
    private final Cache cache;
    private final DriveContent content;
    private final Deque<Bio> held = new ArrayDeque<>();
    private Predicate<Bio> holds = bio -> false;

    SlowToSettle(TestMachine machine, String name, long sectors, Cache cache) {
        this.machine = machine;
        this.name = name;
        this.sectors = sectors;
        this.cache = cache;
        content = machine.contentOf(name);
    }

    /** From now on these bios are held back. */
    void hold(Predicate<Bio> which) {
        holds = which;
    }

    /** Lets go what was held back, and holds back no more. */
    void release() {
        holds = bio -> false;
        while (!held.isEmpty()) {
            submit(held.remove());
        }
    }

    @Override
    public void submit(Bio bio) {
        if (holds.test(bio)) {
            held.add(bio);
        } else {
            machine.engine().schedule(LATENCY_NANOS, () -> serve(bio));
        }
    }

    private void serve(Bio bio) {
        if (bio.has(Bio.PREFLUSH)) {
            content.makeDurable(0, sectors);
        }
        content.move(bio, hasVolatileCache() && !bio.has(Bio.FUA));
        bio.deviceNanos += LATENCY_NANOS;
        bio.fire();
    }

    @Override
    public void cutPower(PowerCut how) {
        content.cutPower(how);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectorCount() {
        return sectors;
    }

    @Override
    public int logicalBlockBytes() {
        return Bio.SECTOR_BYTES;
    }

    @Override
    public boolean supportsDiscard() {
        return true;
    }

    @Override
    public boolean hasVolatileCache() {
        return cache == Cache.VOLATILE;
    }

    @Override
    public DriveContent content() {
        return content;
    }
}
