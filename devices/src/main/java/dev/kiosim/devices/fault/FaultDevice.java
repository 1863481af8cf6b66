package dev.kiosim.devices.fault;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BioPool;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DeviceAttributes;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.LossReason;
import dev.kiosim.block.LostSectors;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.StatSink;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import java.util.List;

/** Hits the bios that its rule says, passes the others on. */
public final class FaultDevice implements BlockDevice {
    private final String name;
    private final BlockDevice below;
    private final FaultRule rule;
    private final Engine engine;
    private final RandomStream random;
    private final BioPool copies = new BioPool();
    private final BioEnd copyEnd = this::copyEnded;
    private long concerned;
    private long failed;
    private long slowed;

    /**
     * A device named {@code name} over {@code below}; its chances come from the engine's stream of
     * that name.
     */
    public FaultDevice(String name, BlockDevice below, FaultRule rule, Engine engine) {
        this.name = name;
        this.below = below;
        this.rule = rule;
        this.engine = engine;
        random = engine.random("fault " + name);
    }

    @Override
    public String name() {
        return name;
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
    public boolean wouldBlock(Bio.Op op) {
        return below.wouldBlock(op);
    }

    @Override
    public void wakeWhenRoom(Event wake) {
        below.wakeWhenRoom(wake);
    }

    @Override
    public DeviceAttributes attributes() {
        return below.attributes();
    }

    @Override
    public String picture() {
        return below.picture();
    }

    @Override
    public void submit(Bio bio) {
        if (!isHit(bio)) {
            below.submit(bio);
        } else if (rule.status() != BioStatus.OK) {
            failed++;
            bio.status = rule.status();
            bio.deviceNanos += rule.delayNanos();
            bio.endIn(engine, rule.delayNanos());
        } else {
            slowed++;
            submitCopy(bio);
        }
    }

    private boolean isHit(Bio bio) {
        if (!rule.concerns(bio, engine.nowNanos())) {
            return false;
        }
        concerned++;
        return rule.counts(concerned)
                && (rule.partsPerMillion() == FaultRule.CERTAIN
                        || random.nextInt(FaultRule.CERTAIN) < rule.partsPerMillion());
    }

    private void submitCopy(Bio bio) {
        Bio copy = copies.take();
        copy.prepare(bio.op, bio.flags, bio.sector, bio.sectorCount, copyEnd);
        copy.taskId = bio.taskId;
        copy.cpu = bio.cpu;
        copy.priorityClass = bio.priorityClass;
        copy.priorityLevel = bio.priorityLevel;
        copy.stamps = bio.stamps;
        copy.stampsFrom = bio.stampsFrom;
        copy.parent = bio;
        copy.originDevice = bio.originDevice;
        copy.originSector = bio.originSector;
        copy.submitTo(below, engine.nowNanos());
    }

    private void copyEnded(Bio copy) {
        Bio bio = copy.parent;
        if (bio == null) {
            throw violated("%s ended, a copy of nothing", copy);
        }
        copy.settle(engine.nowNanos());
        long extraNanos = copy.receiptNanos() * (rule.factor() - 1) + rule.delayNanos();
        takeOver(bio, copy);
        bio.deviceNanos += extraNanos;
        copy.stamps = null;
        copy.parent = null;
        copies.give(copy);
        bio.endIn(engine, extraNanos);
    }

    private static void takeOver(Bio bio, Bio copy) {
        bio.status = copy.status;
        bio.queueNanos += copy.queueNanos;
        bio.cacheNanos += copy.cacheNanos;
        bio.schedulerNanos += copy.schedulerNanos;
        bio.deviceNanos += copy.deviceNanos;
        bio.dispatchedNanos = copy.dispatchedNanos;
        bio.deviceBits |= copy.deviceBits;
        bio.cacheState = copy.cacheState;
        bio.cacheHitSectors = copy.cacheHitSectors;
        bio.cacheInsertedSectors = copy.cacheInsertedSectors;
        bio.cacheDirty = copy.cacheDirty;
        bio.cacheRule = copy.cacheRule;
        bio.hintsApplied |= copy.hintsApplied;
        bio.priorityApplied |= copy.priorityApplied;
    }

    @Override
    public @Nullable DriveContent content() {
        return below.content();
    }

    /** Passed on if the device below goes by the same name, so that nobody else tells it. */
    @Override
    public void cutPower(PowerCut how) {
        if (below.name().equals(name)) {
            below.cutPower(how);
        }
    }

    @Override
    public LossReason whyLost(long sector, long stamp, long acknowledgedNanos) {
        return below.whyLost(sector, stamp, acknowledgedNanos);
    }

    @Override
    public boolean readsLostData(long sector) {
        return below.readsLostData(sector);
    }

    @Override
    public long goneFromNanos() {
        long fromBelow = below.goneFromNanos();
        boolean isAhead = rule.isRemoval() && engine.nowNanos() < rule.untilNanos();
        return isAhead ? Math.min(rule.fromNanos(), fromBelow) : fromBelow;
    }

    @Override
    public boolean isGone() {
        long now = engine.nowNanos();
        boolean isRemoved = rule.isRemoval() && now >= rule.fromNanos() && now < rule.untilNanos();
        return isRemoved || below.isGone();
    }

    /** Passed on if the device below goes by the same name; else that is asked itself. */
    @Override
    public void forEachLost(LostSectors visitor) {
        if (below.name().equals(name)) {
            below.forEachLost(visitor);
        }
    }

    @Override
    public boolean hasLost(long sector) {
        return below.hasLost(sector);
    }

    @Override
    public List<String> kernelLog() {
        return below.name().equals(name) ? below.kernelLog() : List.of();
    }

    /** Its own counters; after those of the device below, if it goes by the same name. */
    @Override
    public void stats(StatSink sink) {
        if (below.name().equals(name)) {
            below.stats(sink);
        }
        sink.stat("bios_concerned", concerned);
        sink.stat("bios_failed", failed);
        sink.stat("bios_slowed", slowed);
    }

    @Override
    public void checkInvariants() {
        below.checkInvariants();
    }
}
