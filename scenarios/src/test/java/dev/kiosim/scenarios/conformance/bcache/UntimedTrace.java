package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.bcache.BcacheConfig;
import dev.kiosim.devices.bcache.UntimedBcache;
import java.util.ArrayList;
import java.util.List;

/** A recorded trace through bcache without time: the bios of {@link TraceReplay}, the letters. */
final class UntimedTrace {
    private static final int PAGE_SECTORS = 8;
    private static final long PAGE_BYTES = 4096;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long LINE_NANOS = 140_000;

    private final Recording recording;
    private final UntimedBcache cache;
    private final long deviceBytes;
    private final int blockMask;
    private final long settleNanos;
    private final Bio bio = new Bio();
    private final StringBuilder letters = new StringBuilder();
    private long nowNanos;

    UntimedTrace(Recording recording) throws UnreadableRecordingException {
        this.recording = recording;
        Setup setup = recording.setup();
        BcacheConfig plain = BcacheConfig.defaults();
        BcacheConfig config = new BcacheConfig(
                (int) (setup.number("bucket_bytes") >> Bio.SECTOR_SHIFT),
                (int) (setup.number("cache_block_bytes") >> Bio.SECTOR_SHIFT),
                (int) (setup.number("backing_block_bytes") >> Bio.SECTOR_SHIFT),
                setup.number("data_offset_sectors"),
                0,
                false,
                setup.cutoffWriteback(),
                setup.cutoffWritebackSync(),
                plain.costs(),
                plain.version());
        cache = new UntimedBcache(
                "bcache0", config, setup.number("cache_bytes") >> Bio.SECTOR_SHIFT, 1);
        setup.attributes().forEach(this::set);
        deviceBytes = setup.number("backing_bytes")
                - (setup.number("data_offset_sectors") << Bio.SECTOR_SHIFT);
        blockMask = (int) Math.max(
                        setup.number("device_logical_block_bytes"),
                        setup.number("backing_block_bytes"))
                - 1;
        settleNanos = setup.number("settle_us") * NANOS_PER_MICRO;
    }

    private void set(String attribute, String value) {
        cache.set(attribute.substring(attribute.lastIndexOf('/') + 1), value);
    }

    /** The letters of each line. */
    List<String> run() {
        List<String> classes = new ArrayList<>();
        for (TraceLine line : recording.lines()) {
            letters.setLength(0);
            nowNanos += LINE_NANOS;
            switch (line.kind()) {
                case PAUSE -> nowNanos += line.millis() * MICROS_PER_MILLI * NANOS_PER_MICRO;
                case STORE -> set(line.name(), line.value());
                case SNAPSHOT -> {}
                default -> request(line);
            }
            nowNanos += line.kind().isRequest() ? settleNanos : 0;
            classes.add(line.kind().isRequest() ? letters.toString() : "-");
        }
        cache.checkInvariants();
        return classes;
    }

    private void request(TraceLine line) {
        switch (line.kind()) {
            case READ -> direct(line, Bio.Op.READ, 0);
            case WRITE -> direct(line, Bio.Op.WRITE, Bio.SYNC);
            case WRITE_DSYNC -> direct(line, Bio.Op.WRITE, Bio.SYNC | Bio.FUA);
            case WRITE_BUFFERED -> buffered(line);
            case READAHEAD -> readahead(line);
            case FLUSH -> letters.append('F');
            default -> direct(line, Bio.Op.DISCARD, 0);
        }
    }

    private void direct(TraceLine line, Bio.Op op, int flags) {
        long available = deviceBytes - line.offsetBytes();
        boolean isUnaligned = ((line.offsetBytes() | line.lengthBytes()) & blockMask) != 0;
        if (available <= 0 || isUnaligned || line.lengthBytes() == 0) {
            letters.append('e');
            return;
        }
        long length = Math.min(available, line.lengthBytes());
        submit(line, op, flags, line.offsetBytes() >> Bio.SECTOR_SHIFT, length >> Bio.SECTOR_SHIFT);
    }

    private void buffered(TraceLine line) {
        long end = line.offsetBytes() + line.lengthBytes();
        long firstPage = line.offsetBytes() / PAGE_BYTES;
        long lastPage = (end - 1) / PAGE_BYTES;
        if (line.offsetBytes() % PAGE_BYTES != 0) {
            submit(line, Bio.Op.READ, 0, firstPage * PAGE_SECTORS, PAGE_SECTORS);
        }
        if (end % PAGE_BYTES != 0
                && (lastPage > firstPage || line.offsetBytes() % PAGE_BYTES == 0)) {
            submit(line, Bio.Op.READ, 0, lastPage * PAGE_SECTORS, PAGE_SECTORS);
        }
        for (long page = firstPage; page <= lastPage; page++) {
            submit(line, Bio.Op.WRITE, 0, page * PAGE_SECTORS, PAGE_SECTORS);
        }
    }

    private void readahead(TraceLine line) {
        long firstPage = line.offsetBytes() / PAGE_BYTES;
        long endPage = Math.min(
                (line.offsetBytes() + line.lengthBytes() + PAGE_BYTES - 1) / PAGE_BYTES,
                deviceBytes / PAGE_BYTES);
        submit(
                line,
                Bio.Op.READ,
                Bio.RAHEAD,
                firstPage * PAGE_SECTORS,
                (endPage - firstPage) * PAGE_SECTORS);
        nowNanos += settleNanos;
    }

    private void submit(TraceLine line, Bio.Op op, int flags, long sector, long sectors) {
        bio.op = op;
        bio.flags = flags;
        bio.sector = sector;
        bio.sectorCount = (int) sectors;
        bio.taskId = line.task();
        long bypassed = cache.counts().bypassedSectors;
        cache.request(bio, nowNanos);
        letters.append(letter(bio, cache.counts().bypassedSectors != bypassed));
    }

    private static char letter(Bio bio, boolean bypassed) {
        return switch (bio.cacheState) {
            case HIT -> bypassed ? 'h' : 'H';
            case MISS, PARTIAL -> 'M';
            case BYPASS -> bio.op == Bio.Op.DISCARD ? 'D' : 'm';
            case WRITTEN_BACK -> 'B';
            case WRITTEN_THROUGH -> 'T';
            case WRITTEN_AROUND -> 'A';
            case NONE -> 'x';
        };
    }
}
