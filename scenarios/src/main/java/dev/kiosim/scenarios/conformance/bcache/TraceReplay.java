package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.Errno;
import dev.kiosim.scenarios.conformance.Json;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Plays the part of the recorder's replayer: issues the requests of a trace, one at a time, as the
 * bios that the kernel makes of them, and waits a while after each.
 */
final class TraceReplay implements BufferedIo.Bios {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    /** A sleeping task is woken this much late: timerslack_ns of a task that sets none. */
    private static final long TIMER_SLACK_NANOS = 50_000;
    /** What the replayer does for a line, besides the request; assumed. */
    private static final long LINE_NANOS = 90_000;
    /** The replayer waits this many times as long after an attribute was written. */
    private static final int SETTLES_PER_STORE = 20;

    private final Recording recording;
    private final Observation observation;
    private final RecordingMachine machine;
    private final Engine engine;
    private final PageCache pages;
    private final BufferedIo buffered;
    private final DiskCounters bcacheCounters = new DiskCounters();
    private final Set<String> attributes = new LinkedHashSet<>();
    private final long settleMicros;
    private final int firstBioSectors;
    private int lineNumber;
    private int task;
    private int inFlight;
    private int status;

    TraceReplay(Recording recording) throws UnreadableRecordingException {
        this.recording = recording;
        observation = new Observation(
                recording.lines(), recording.setup().number("bucket_bytes") >> Bio.SECTOR_SHIFT);
        machine = new RecordingMachine(recording.setup(), observation);
        engine = machine.engine();
        machine.bcache().listen(observation);
        settleMicros = recording.setup().number("settle_us");
        firstBioSectors = recording.firstBioSectors();
        pages = new PageCache(deviceBytes());
        buffered = new BufferedIo(pages, deviceBytes(), this);
        for (Json snapshot : recording.seen().list("snapshots")) {
            if (snapshot instanceof Json.Obj object) {
                attributes.addAll(object.object("attrs").fields().keySet());
            }
        }
    }

    /** Replays all lines. */
    Observation run() {
        for (int i = 0; i < recording.lines().size(); i++) {
            observation.begin(i, engine.nowNanos());
            engine.runUntil(engine.nowNanos() + LINE_NANOS);
            lineNumber = i;
            TraceLine line = recording.lines().get(i);
            observation.failed(run(line));
            nap(settleMicros(line));
        }
        machine.stop();
        observation.end(machine.bcache().kernelLog());
        return observation;
    }

    private int run(TraceLine line) {
        return switch (line.kind()) {
            case PAUSE -> 0;
            case STORE -> machine.store(line.name(), line.value());
            case SNAPSHOT -> {
                observation.add(snapshot(line));
                yield 0;
            }
            default -> request(line);
        };
    }

    private long settleMicros(TraceLine line) {
        return switch (line.kind()) {
            case PAUSE -> line.millis() * MICROS_PER_MILLI;
            case STORE -> settleMicros * SETTLES_PER_STORE;
            case SNAPSHOT -> 0;
            default -> settleMicros;
        };
    }

    private void nap(long micros) {
        if (micros > 0) {
            engine.runUntil(engine.nowNanos() + micros * NANOS_PER_MICRO + TIMER_SLACK_NANOS);
        }
    }

    private Snapshot snapshot(TraceLine line) {
        Json.Obj values = new Json.Obj();
        for (String name : attributes) {
            Json value = switch (name) {
                case "disk/back" -> machine.backing().counters().toJson();
                case "disk/cache" -> machine.cache().counters().toJson();
                case "disk/bcache0" -> bcacheCounters.toJson();
                default -> Snapshot.read(machine.bcache(), name);
            };
            if (value != null) {
                values.put(name, value);
            }
        }
        return new Snapshot(lineNumber, line.name(), values);
    }

    private int request(TraceLine line) {
        task = line.task();
        return switch (line.kind()) {
            case READ -> direct(line, Bio.Op.READ, 0);
            case WRITE -> direct(line, Bio.Op.WRITE, Bio.SYNC);
            case WRITE_DSYNC -> {
                int written = direct(line, Bio.Op.WRITE, Bio.SYNC | Bio.FUA);
                yield written != 0 || line.lengthBytes() == 0 ? written : flush();
            }
            case WRITE_BUFFERED -> buffered(line);
            case READAHEAD ->
                buffered.readAhead(line.offsetBytes(), line.lengthBytes(), BioStatus.EIO);
            case FLUSH -> flush();
            default -> discard(line);
        };
    }

    private int buffered(TraceLine line) {
        if (line.offsetBytes() + line.lengthBytes() > deviceBytes()) {
            return -Errno.ENOSPC;
        }
        machine.setPlugged(true);
        int result = buffered.write(line.offsetBytes(), line.lengthBytes());
        machine.setPlugged(false);
        return result;
    }

    private long deviceBytes() {
        return machine.bcache().sectorCount() << Bio.SECTOR_SHIFT;
    }

    private boolean isUnaligned(TraceLine line) {
        int mask = machine.bcache().logicalBlockBytes() - 1;
        return ((line.offsetBytes() | line.lengthBytes()) & mask) != 0;
    }

    /** Direct IO: unaligned is refused; beyond the end less is moved than asked for. */
    private int direct(TraceLine line, Bio.Op op, int flags) {
        if (line.lengthBytes() == 0) {
            return 0;
        }
        long available = deviceBytes() - line.offsetBytes();
        if (available <= 0) {
            return op == Bio.Op.READ ? BioStatus.EIO : -Errno.ENOSPC;
        }
        if (isUnaligned(line)) {
            return -Errno.EINVAL;
        }
        long length = Math.min(available, line.lengthBytes());
        submitPieces(op, flags, line.offsetBytes() >> Bio.SECTOR_SHIFT, (int)
                (length >> Bio.SECTOR_SHIFT));
        int result = await();
        if (op == Bio.Op.WRITE) {
            pages.dropTouched(line.offsetBytes(), length);
        }
        return result == 0 && length < line.lengthBytes() ? BioStatus.EIO : result;
    }

    /**
     * As many bios as the recording has for the line: what the first of several takes depends on
     * where in memory the pages of the replayer's buffer lay, which nothing else tells.
     */
    private void submitPieces(Bio.Op op, int flags, long sector, int sectors) {
        int bios = recording.biosOf(lineNumber);
        int done = 0;
        while (bios > 1 && sectors - done > firstBioSectors) {
            submit(op, flags, sector + done, firstBioSectors);
            done += firstBioSectors;
            bios--;
        }
        submit(op, flags, sector + done, sectors - done);
    }

    private int flush() {
        submit(Bio.Op.FLUSH, Bio.PREFLUSH | Bio.SYNC, 0, 0);
        return await();
    }

    private int discard(TraceLine line) {
        if (isUnaligned(line)
                || line.lengthBytes() == 0
                || line.offsetBytes() + line.lengthBytes() > deviceBytes()) {
            return -Errno.EINVAL;
        }
        pages.dropWhole(line.offsetBytes(), line.lengthBytes());
        submit(Bio.Op.DISCARD, 0, line.offsetBytes() >> Bio.SECTOR_SHIFT, (int)
                (line.lengthBytes() >> Bio.SECTOR_SHIFT));
        return await();
    }

    @Override
    public void pause() {
        nap(settleMicros);
    }

    @Override
    public void submit(Bio.Op op, int flags, long sector, int sectors) {
        Bio bio = new Bio();
        bio.prepare(op, flags, sector, sectors, this::ended);
        bio.taskId = task;
        bcacheCounters.countWithoutFlush(bio);
        inFlight++;
        bio.submitTo(machine.bcache(), engine.nowNanos());
    }

    private void ended(Bio bio) {
        inFlight--;
        if (bio.status != 0) {
            status = bio.status;
        }
        bio.settle(engine.nowNanos());
    }

    @Override
    public int await() {
        while (inFlight > 0) {
            engine.step();
        }
        int result = status;
        status = 0;
        return result;
    }
}
