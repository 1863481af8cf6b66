package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.LossReason;
import dev.kiosim.engine.Engine;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Breaks a rule of order on purpose: some bios are changed on their way to the device below, or are
 * acknowledged and never get there.
 */
final class LyingDevice implements BlockDevice {
    private final BlockDevice below;
    private final Engine engine;
    private final Predicate<Bio> swallowed;
    private final Consumer<Bio> change;

    LyingDevice(BlockDevice below, Engine engine, Predicate<Bio> swallowed, Consumer<Bio> change) {
        this.below = below;
        this.engine = engine;
        this.swallowed = swallowed;
        this.change = change;
    }

    @Override
    public void submit(Bio bio) {
        change.accept(bio);
        if (swallowed.test(bio)) {
            bio.endIn(engine, 0);
        } else {
            below.submit(bio);
        }
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public long sectorCount() {
        return below.sectorCount();
    }

    @Override
    public int logicalBlockBytes() {
        return below.logicalBlockBytes();
    }

    @Override
    public boolean supportsDiscard() {
        return below.supportsDiscard();
    }

    @Override
    public boolean hasVolatileCache() {
        return below.hasVolatileCache();
    }

    @Override
    public DriveContent content() {
        return below.content();
    }

    @Override
    public LossReason whyLost(long sector, long stamp, long acknowledgedNanos) {
        return below.whyLost(sector, stamp, acknowledgedNanos);
    }
}
