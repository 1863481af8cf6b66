package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.FailedExtent;
import dev.kiosim.block.FailureReport;
import dev.kiosim.block.Promise;
import dev.kiosim.block.PromiseLookup;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.devices.fault.FaultDevice;
import dev.kiosim.devices.fault.FaultRule;
import dev.kiosim.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A cached device over a disk and an SSD of which either fails as told. It checks what reads return
 * against what was acknowledged, and adds up what was lost.
 */
final class FailureBench {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final int PAGE = 8;
    static final int EIO = -5;
    static final int ENODEV = -19;
    static final int TIGHT_BUCKETS = 560;

    final TestMachine machine = TestMachine.trackingData();
    final Engine engine = machine.engine();
    final Bcache bcache;
    final SwitchDevice ssd;
    final SwitchDevice disk;
    private final DurabilityLedger ledger = new DurabilityLedger(engine);
    private final Map<Long, Long> acknowledged = new HashMap<>();
    private final List<Bio> inFlight = new ArrayList<>();
    private long version;
    int sectorsReadOld;

    /** A device in {@code mode}; the rules say what fails. */
    FailureBench(String mode, FaultRule ofCache, FaultRule ofBacking) {
        this(mode, BcacheConfig.defaults(), List.of("size: 320MiB"), ofCache, ofBacking);
    }

    /** A device of 560 buckets of so many sectors: space, nodes and journal are short. */
    static FailureBench tight(String mode, int bucketSectors) {
        List<String> ssd = List.of(
                "size: " + bucketSectors * TIGHT_BUCKETS * 512 + "B",
                "channels: 1",
                "chips_per_channel: 2",
                "dies_per_chip: 1",
                "planes_per_die: 1",
                "pages_per_block: 64");
        BcacheConfig config =
                BcacheConfig.defaults().withFormat(bucketSectors, 1).withCosts(1000, 2000, 100);
        return new FailureBench(mode, config, ssd, healthy(), healthy());
    }

    private FailureBench(
            String mode,
            BcacheConfig config,
            List<String> ssdLines,
            FaultRule ofCache,
            FaultRule ofBacking) {
        BlockDevice rawDisk = machine.build("disk", "size: 1GiB");
        BlockDevice rawSsd = machine.build("ssd", ssdLines.toArray(new String[0]));
        disk = new SwitchDevice(new FaultDevice("disk", rawDisk, ofBacking, engine), engine);
        ssd = new SwitchDevice(new FaultDevice("ssd", rawSsd, ofCache, engine), engine);
        bcache = new Bcache(
                machine,
                "bcache0",
                disk,
                ssd,
                config,
                Map.of("bdev/cache_mode", mode, "bdev/sequential_cutoff", "0"));
    }

    /** A device in {@code mode}; {@link #ssd} and {@link #disk} say what fails. */
    FailureBench(String mode) {
        this(mode, healthy(), healthy());
    }

    /** A rule that never hits. */
    static FaultRule healthy() {
        return fails(null, Long.MAX_VALUE - 1, EIO);
    }

    /** Bios of {@code op}, or all, fail with {@code status} from a time on. */
    static FaultRule fails(Bio.Op op, long fromNanos, int status) {
        return new FaultRule(
                op,
                0,
                Long.MAX_VALUE,
                fromNanos,
                Long.MAX_VALUE,
                0,
                0,
                FaultRule.CERTAIN,
                status,
                0,
                1);
    }

    /** All bios take {@code nanos} longer from a time on. */
    static FaultRule slow(long fromNanos, long nanos) {
        return new FaultRule(
                null,
                0,
                Long.MAX_VALUE,
                fromNanos,
                Long.MAX_VALUE,
                0,
                0,
                FaultRule.CERTAIN,
                0,
                nanos,
                1);
    }

    long now() {
        return engine.nowNanos();
    }

    void passUntil(long nanos) {
        engine.runUntil(nanos);
    }

    void pass(long nanos) {
        engine.runUntil(now() + nanos);
    }

    void set(String attribute, String value) {
        assertThat(bcache.storeAttribute(attribute, value)).as(attribute).isZero();
    }

    String show(String attribute) {
        return String.valueOf(bcache.showAttribute(attribute));
    }

    boolean isRunning() {
        return bcache.life().isRunning();
    }

    BackingState superblockState() {
        return bcache.device().superblock().state();
    }

    /** Whether a bio of the cache device is for the journal: buckets 1 to 5 of 1024 sectors. */
    static boolean isJournal(Bio bio) {
        return bio.sector >= 1024 && bio.sector < 6 * 1024;
    }

    /** Whether a bio of the cache device reads or writes data. */
    static boolean isData(Bio bio) {
        return bio.op != Bio.Op.FLUSH && !bio.has(Bio.META);
    }

    static boolean isDataRead(Bio bio) {
        return bio.op == Bio.Op.READ && isData(bio);
    }

    static boolean isDataWrite(Bio bio) {
        return bio.op == Bio.Op.WRITE && isData(bio);
    }

    boolean says(String text) {
        return bcache.kernelLog().stream().anyMatch(line -> line.contains(text));
    }

    /** Submits a bio, which ends some time. */
    Bio submit(Bio.Op op, int flags, long sector, int sectors) {
        return submit(op, flags, sector, sectors, bio -> {});
    }

    /** The same; {@code then} hears of its end. */
    Bio submit(Bio.Op op, int flags, long sector, int sectors, BioEnd then) {
        Bio bio = new Bio();
        bio.prepare(op, flags, sector, sectors, ended -> {
            ended(ended);
            then.bioEnded(ended);
        });
        bio.stamps = new long[sectors];
        if (op == Bio.Op.WRITE) {
            bio.ownerTag = ++version;
            Arrays.fill(bio.stamps, version);
        }
        ledger.submitted(bio, version);
        inFlight.add(bio);
        bio.submitTo(bcache, now());
        return bio;
    }

    private void ended(Bio bio) {
        inFlight.remove(bio);
        bio.settle(now());
        ledger.ended(bio);
        if (bio.status != 0) {
            return;
        }
        for (int i = 0; i < bio.sectorCount; i++) {
            long sector = bio.sector + i;
            long last = acknowledged.getOrDefault(sector, 0L);
            if (bio.op == Bio.Op.WRITE) {
                acknowledged.put(sector, Math.max(last, bio.stamps[i]));
            } else if (bio.op == Bio.Op.READ && bio.stamps[i] < last) {
                assertThat(bcache.hasLost(sector))
                        .as("sector %d has version %d instead of %d", sector, bio.stamps[i], last)
                        .isTrue();
                sectorsReadOld++;
            }
        }
    }

    /** The version of the last write that was submitted. */
    long newestVersion() {
        return version;
    }

    /** Bios that have not ended. */
    int inFlight() {
        return inFlight.size();
    }

    /** Submits a bio and waits for its end: 0 or -errno. */
    int run(Bio.Op op, int flags, long sector, int sectors) {
        Bio bio = submit(op, flags, sector, sectors);
        while (inFlight.contains(bio)) {
            assertThat(engine.step()).as("%s never ends", bio).isTrue();
        }
        return bio.status;
    }

    int read(long sector, int sectors) {
        return run(Bio.Op.READ, 0, sector, sectors);
    }

    int write(long sector, int sectors) {
        return run(Bio.Op.WRITE, Bio.SYNC, sector, sectors);
    }

    int writeForced(long sector, int sectors) {
        return run(Bio.Op.WRITE, Bio.SYNC | Bio.FUA, sector, sectors);
    }

    int flush() {
        return run(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0);
    }

    /** Lets everything that goes on come to its end; nobody may wait for ever. */
    void runDry() {
        long limit = now() + 600 * SECOND;
        while (engine.eventsWaiting() > 0 && now() < limit) {
            engine.step();
        }
        assertThat(engine.eventsWaiting()).as("events that never end").isZero();
        assertThat(inFlight).as("bios that never end").isEmpty();
        assertThat(bcache.device().requestsInFlight()).isZero();
        assertThat(bcache.set().iosInFlight()).isZero();
        assertThat(bcache.life().isClosing())
                .as("a device that is never stopped")
                .isFalse();
    }

    /** What has been lost of what was promised. */
    FailureReport report() {
        FailureReport report = new FailureReport();
        forEachLost(report::count);
        return report;
    }

    /** The sectors that are lost, of those of which anything was promised. */
    NavigableSet<Long> lostSectors() {
        NavigableSet<Long> sectors = new TreeSet<>();
        forEachLost(extent -> {
            if (extent.promise() != Promise.NONE) {
                sectors.add(extent.sector());
            }
        });
        return sectors;
    }

    private void forEachLost(Consumer<FailedExtent> visitor) {
        PromiseLookup promises = new PromiseLookup(ledger);
        bcache.forEachLost((first, count, reason, found, expected) -> {
            for (long sector = first; sector < first + count; sector++) {
                long version = promises.acknowledgedVersion(sector);
                Promise promise = promises.brokenBy(sector, found);
                visitor.accept(
                        new FailedExtent("bcache0", sector, 1, reason, promise, found, version));
            }
        });
    }
}
