package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A device of fixed latencies that serves any number of bios at once, keeps data and remembers what
 * it was asked.
 */
final class FakeDevice implements BlockDevice {
    /** What a bio asked for. */
    record Asked(Bio.Op op, int flags, long sector, int sectors, long atNanos) {
        boolean isMetadata() {
            return (flags & Bio.META) != 0;
        }
    }

    private final Engine engine;
    private final String name;
    private final long sectorCount;
    private final Map<Long, Long> content = new HashMap<>();
    final List<Asked> asked = new ArrayList<>();
    long readNanos;
    long writeNanos;
    long flushNanos;
    int readStatus;
    int writeStatus;
    boolean discards = true;

    FakeDevice(Engine engine, String name, long sectorCount, long latencyNanos) {
        this.engine = engine;
        this.name = name;
        this.sectorCount = sectorCount;
        readNanos = latencyNanos;
        writeNanos = latencyNanos;
        flushNanos = latencyNanos;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectorCount() {
        return sectorCount;
    }

    @Override
    public int logicalBlockBytes() {
        return Bio.SECTOR_BYTES;
    }

    @Override
    public boolean supportsDiscard() {
        return discards;
    }

    @Override
    public void submit(Bio bio) {
        asked.add(new Asked(bio.op, bio.flags, bio.sector, bio.sectorCount, engine.nowNanos()));
        if (bio.endSector() > sectorCount) {
            throw new IllegalStateException(bio + " is beyond the end of " + name);
        }
        long latency = switch (bio.op) {
            case READ -> readNanos;
            case WRITE, DISCARD -> writeNanos;
            case FLUSH -> flushNanos;
        };
        bio.status = bio.op == Bio.Op.READ ? readStatus : writeStatus;
        bio.dispatchedNanos = engine.nowNanos();
        bio.deviceNanos += latency;
        if (bio.status == 0) {
            moveData(bio);
        }
        bio.endIn(engine, latency);
    }

    private void moveData(Bio bio) {
        long[] stamps = bio.stamps;
        if (stamps == null || bio.op == Bio.Op.FLUSH || bio.op == Bio.Op.DISCARD) {
            return;
        }
        for (int i = 0; i < bio.sectorCount; i++) {
            if (bio.op == Bio.Op.READ) {
                stamps[bio.stampsFrom + i] = content.getOrDefault(bio.sector + i, 0L);
            } else {
                content.put(bio.sector + i, stamps[bio.stampsFrom + i]);
            }
        }
    }

    void forget() {
        asked.clear();
    }

    /** Sectors of data (not metadata) that were read or written. */
    long dataSectors(Bio.Op op) {
        return asked.stream()
                .filter(one -> one.op == op && !one.isMetadata())
                .mapToLong(Asked::sectors)
                .sum();
    }

    long count(Bio.Op op) {
        return asked.stream().filter(one -> one.op == op && !one.isMetadata()).count();
    }

    /** Writes of the journal: a flush before and forced to the medium. */
    List<Asked> journalWrites() {
        return asked.stream()
                .filter(one -> one.op == Bio.Op.WRITE
                        && (one.flags & Bio.PREFLUSH) != 0
                        && one.isMetadata())
                .toList();
    }
}
