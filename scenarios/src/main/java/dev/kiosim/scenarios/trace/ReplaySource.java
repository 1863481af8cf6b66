package dev.kiosim.scenarios.trace;

import dev.kiosim.block.Bio;
import dev.kiosim.scenarios.workload.IoRequest;
import dev.kiosim.scenarios.workload.RequestSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The requests of a trace. What an iocb cannot say (read-ahead, metadata, preflush, who submitted)
 * is said by the file that it names: one open file for each submitter and set of flags.
 */
public final class ReplaySource implements RequestSource {
    private static final int WRITE_ONLY_FLAGS = Bio.PREFLUSH | Bio.FUA;

    private final TraceReader reader;
    private final ReplayConfig config;
    private final ReplayFiles files;
    private long[] keys = new long[16];
    private int[] fds = new int[16];
    private int fileCount;
    private long given;
    private long firstNanos = -1;
    private long startedNanos;
    private long discards;
    private long cut;

    /** Opens the files of a replay. */
    @FunctionalInterface
    public interface ReplayFiles {
        /**
         * Descriptor of the device for the IO of thread {@code pid} ({@code name}), whose bios
         * carry {@code flags}.
         */
        int open(int pid, String name, int flags);
    }

    /**
     * How a trace is replayed.
     *
     * @param isTimed at the recorded times, instead of as fast as possible
     * @param speed how much faster than recorded, above 0
     * @param requestsMax ends after so many requests
     * @param lengthBytesMax greatest length of a request; longer records are cut to it and counted
     */
    public record ReplayConfig(
            boolean isTimed, double speed, long requestsMax, int lengthBytesMax) {}

    /** Requests of the trace behind {@code reader}. */
    public ReplaySource(TraceReader reader, ReplayConfig config, ReplayFiles files) {
        this.reader = reader;
        this.config = config;
        this.files = files;
    }

    @Override
    public boolean next(IoRequest request, long nowNanos) {
        try {
            while (given < config.requestsMax() && reader.next()) {
                TraceRecord record = reader.record();
                if (record.op == Bio.Op.DISCARD) {
                    discards++; // no opcode of either ABI asks for it
                    continue;
                }
                given++;
                fill(request, record, nowNanos);
                return true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("line " + (reader.lines() + 1), e);
        }
        return false;
    }

    private void fill(IoRequest request, TraceRecord record, long nowNanos) {
        request.kind = switch (record.op) {
            case READ -> IoRequest.Kind.READ;
            case WRITE, DISCARD -> IoRequest.Kind.WRITE;
            case FLUSH -> IoRequest.Kind.FLUSH;
        };
        boolean isFlush = record.op == Bio.Op.FLUSH;
        request.fd = fd(record, isFlush ? record.flags & ~WRITE_ONLY_FLAGS : record.flags);
        request.offsetBytes = isFlush ? 0 : record.sector << Bio.SECTOR_SHIFT;
        long length = (long) record.sectorCount << Bio.SECTOR_SHIFT;
        request.lengthBytes = (int) Math.min(length, config.lengthBytesMax());
        cut += length > config.lengthBytesMax() ? 1 : 0;
        request.priority = 0;
        request.dueNanos = dueNanos(record.timeNanos, nowNanos);
    }

    private long dueNanos(long timeNanos, long nowNanos) {
        if (!config.isTimed()) {
            return 0;
        }
        if (firstNanos < 0) {
            firstNanos = timeNanos;
            startedNanos = nowNanos;
        }
        return startedNanos + Math.max(0, (long) ((timeNanos - firstNanos) / config.speed()));
    }

    /**
     * The descriptor for this submitter and these flags: a trace has few of them, so they are
     * looked through.
     */
    private int fd(TraceRecord record, int flags) {
        long key = (long) record.pid << Integer.SIZE | flags;
        for (int i = 0; i < fileCount; i++) {
            if (keys[i] == key) {
                return fds[i];
            }
        }
        if (fileCount == keys.length) {
            keys = Arrays.copyOf(keys, fileCount * 2);
            fds = Arrays.copyOf(fds, fileCount * 2);
        }
        keys[fileCount] = key;
        fds[fileCount] = files.open(record.pid, reader.name(), flags);
        return fds[fileCount++];
    }

    /** Discards passed over: no opcode of an iocb asks for one. */
    public long discards() {
        return discards;
    }

    /** Records that were longer than a request may be, and were cut. */
    public long cut() {
        return cut;
    }

    /** The reader, for its counts. */
    public TraceReader reader() {
        return reader;
    }

    @Override
    public int lengthBytesMax() {
        return config.lengthBytesMax();
    }
}
