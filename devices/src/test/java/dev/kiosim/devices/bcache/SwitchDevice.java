package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import java.util.function.Predicate;

/** Fails the bios that it is told to fail, at once; the others go to the device below. */
final class SwitchDevice implements BlockDevice {
    private final BlockDevice below;
    private final Engine engine;
    Predicate<Bio> fails = bio -> false;
    long failed;

    SwitchDevice(BlockDevice below, Engine engine) {
        this.below = below;
        this.engine = engine;
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
    public @Nullable DriveContent content() {
        return below.content();
    }

    @Override
    public long goneFromNanos() {
        return below.goneFromNanos();
    }

    @Override
    public boolean isGone() {
        return below.isGone();
    }

    @Override
    public void submit(Bio bio) {
        if (fails.test(bio)) {
            failed++;
            bio.status = FailureBench.EIO;
            bio.endIn(engine, 0);
        } else {
            below.submit(bio);
        }
    }
}
