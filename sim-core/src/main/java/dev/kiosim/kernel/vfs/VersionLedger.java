package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.engine.Nullable;
import java.util.Arrays;

/**
 * Proves that every read of a device returns what was last written. Each write gets a version,
 * greater than all before; its sectors are stamped with it. A sector's floor is the least version
 * that a read submitted now may return: that of the last acknowledged write, or, where writes
 * overlapped in time, the least of those that did (either may have come last).
 *
 * <p>Invariant: a read that ends well returns, for each sector, a stamp from the floor at its
 * submission to the newest version, unless the device has reported the sector as lost in a failure.
 * Sectors never written have floor and stamp 0.
 */
public final class VersionLedger {
    private static final int PAGE_SECTORS = 1024;

    private long[] @Nullable [] floors = new long[64][];
    private Bio[] writes = new Bio[16];
    private long[] leastOverlap = new long[16];
    private int writesInFlight;
    private final @Nullable DurabilityLedger promises;
    private long version;
    private long sectorsChecked;
    private long sectorsReadOld;
    private final BlockDevice device;

    /**
     * A ledger of {@code device} that also tells {@code promises} of every bio, if there is one.
     */
    public VersionLedger(BlockDevice device, @Nullable DurabilityLedger promises) {
        this.device = device;
        this.promises = promises;
    }

    /** What must outlive a power cut; null if that is not tracked. */
    public @Nullable DurabilityLedger promises() {
        return promises;
    }

    /** Goes on after a power cut: versions continue, {@code sector} was found to hold it. */
    public void restart(VersionLedger before, long sector, long found) {
        version = Math.max(version, before.version);
        raiseFloor(sector, found);
        if (promises != null && before.promises != null) {
            promises.restart(before.promises, sector, found);
        }
    }

    /** Sectors whose stamps were checked so far. */
    public long sectorsChecked() {
        return sectorsChecked;
    }

    /**
     * Sectors that were read with another version than was acknowledged, and that the device has
     * reported as lost.
     */
    public long sectorsReadOld() {
        return sectorsReadOld;
    }

    /** {@code bio} is about to be submitted: stamps a write, remembers the floors of a read. */
    void begin(Bio bio) {
        stamp(bio);
        if (promises != null) {
            promises.submitted(bio, version);
        }
    }

    private void stamp(Bio bio) {
        if (bio.op != Bio.Op.READ && bio.op != Bio.Op.WRITE) {
            return;
        }
        long[] stamps = stamps(bio);
        bio.stampsFrom = 0;
        if (bio.op == Bio.Op.WRITE) {
            bio.ownerTag = ++version;
            Arrays.fill(stamps, 0, bio.sectorCount, version);
            enter(bio);
            return;
        }
        for (int i = 0; i < bio.sectorCount; i++) {
            stamps[bio.sectorCount + i] =
                    floor(bio.sector + i); // behind the place for the stamps that come
        }
    }

    private static long[] stamps(Bio bio) {
        long[] stamps = bio.stamps;
        if (stamps == null || stamps.length < 2 * bio.sectorCount) {
            stamps = new long[2 * Math.max(8, bio.sectorCount)];
            bio.stamps = stamps;
        }
        return stamps;
    }

    /** {@code bio} has ended: takes note of an acknowledged write, checks what a read returned. */
    void end(Bio bio) {
        if (promises != null) {
            promises.ended(bio);
        }
        if (bio.op == Bio.Op.WRITE) {
            leave(bio);
        } else if (bio.op == Bio.Op.READ && bio.status == 0) {
            check(bio);
        }
    }

    private void check(Bio bio) {
        long[] stamps = stamps(bio);
        for (int i = 0; i < bio.sectorCount; i++) {
            long least = stamps[bio.sectorCount + i];
            if (stamps[i] < least || stamps[i] > version) {
                if (device.hasLost(bio.sector + i)) {
                    sectorsReadOld++;
                    continue;
                }
                throw violated(
                        "sector %d was read with version %d; the last acknowledged write was %d",
                        bio.sector + i, stamps[i], least);
            }
        }
        sectorsChecked += bio.sectorCount;
    }

    private void enter(Bio bio) {
        if (writesInFlight == writes.length) {
            writes = Arrays.copyOf(writes, writesInFlight * 2);
            leastOverlap = Arrays.copyOf(leastOverlap, writesInFlight * 2);
        }
        long least = bio.ownerTag;
        for (int i = 0; i < writesInFlight; i++) {
            Bio other = writes[i];
            if (other.sector < bio.endSector() && bio.sector < other.endSector()) {
                least = Math.min(least, other.ownerTag);
            }
        }
        writes[writesInFlight] = bio;
        leastOverlap[writesInFlight++] = least;
    }

    private void leave(Bio bio) {
        int at = 0;
        while (writes[at] != bio) {
            at++;
        }
        long least = leastOverlap[at];
        writesInFlight--;
        writes[at] = writes[writesInFlight];
        leastOverlap[at] = leastOverlap[writesInFlight];
        if (bio.status != 0) {
            return; // what lies there now is the old or the new
        }
        for (int i = 0; i < bio.sectorCount; i++) {
            raiseFloor(bio.sector + i, least);
        }
    }

    private long floor(long sector) {
        int page = Math.toIntExact(sector / PAGE_SECTORS);
        long[] there = page < floors.length ? floors[page] : null;
        return there == null ? 0 : there[(int) (sector % PAGE_SECTORS)];
    }

    private void raiseFloor(long sector, long least) {
        int page = Math.toIntExact(sector / PAGE_SECTORS);
        if (page >= floors.length) {
            floors = Arrays.copyOf(floors, Math.max(page + 1, floors.length * 2));
        }
        long[] there = floors[page];
        if (there == null) {
            there = new long[PAGE_SECTORS];
            floors[page] = there;
        }
        int index = (int) (sector % PAGE_SECTORS);
        there[index] = Math.max(there[index], least);
    }
}
