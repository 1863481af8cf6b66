package dev.kiosim.scenarios.workload;

import dev.kiosim.engine.RandomStream;

/**
 * The requests of one workload: offsets by its pattern, reads and writes by its mix, until one of
 * its limits.
 */
public final class GeneratedSource implements RequestSource {
    private static final long NOT_STARTED = -1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final WorkloadConfig config;
    private final int fd;
    private final BlockPattern blocks;
    private final RandomStream mix;
    private final RandomStream priority;
    private final long requestsMax;
    private long startedNanos = NOT_STARTED;
    private long given;
    private long writesSinceSync;

    /** Requests of {@code config} to the file open as {@code fd}. */
    public GeneratedSource(WorkloadConfig config, int fd, RandomStreams streams) {
        this.config = config;
        this.fd = fd;
        long count = config.sizeBytes() / config.blockBytes();
        mix = streams.of("mix");
        priority = streams.of("cmdprio");
        blocks = config.pattern().over(count, streams.of("offset"));
        requestsMax = requestsMax(count);
    }

    /** Where a source gets its random streams from, by purpose. */
    @FunctionalInterface
    public interface RandomStreams {
        /** The stream for {@code purpose}. */
        RandomStream of(String purpose);
    }

    private long requestsMax(long count) {
        if (config.numberIos() > 0) {
            return config.numberIos();
        }
        if (config.ioBytes() > 0) {
            return config.ioBytes() / config.blockBytes();
        }
        return config.runtimeNanos() > 0 && config.isTimeBased() ? Long.MAX_VALUE : count;
    }

    @Override
    public boolean next(IoRequest request, long nowNanos) {
        if (startedNanos == NOT_STARTED) {
            startedNanos = nowNanos;
        }
        boolean outOfTime =
                config.runtimeNanos() > 0 && nowNanos - startedNanos >= config.runtimeNanos();
        if (outOfTime || given >= requestsMax) {
            return false;
        }
        request.fd = fd;
        request.dueNanos = dueNanos();
        request.priority = 0;
        if (config.fsyncEvery() > 0 && writesSinceSync >= config.fsyncEvery()) {
            writesSinceSync = 0;
            request.kind = IoRequest.Kind.FLUSH;
            request.offsetBytes = 0;
            request.lengthBytes = 0;
            return true; // not counted: fio counts an fsync apart from reads and writes
        }
        given++;
        request.kind = isRead() ? IoRequest.Kind.READ : IoRequest.Kind.WRITE;
        writesSinceSync += request.kind == IoRequest.Kind.WRITE ? 1 : 0;
        request.offsetBytes = config.offsetBytes() + blocks.next() * config.blockBytes();
        request.lengthBytes = config.blockBytes();
        if (config.cmdprioPercentage() > 0 && priority.nextInt(100) < config.cmdprioPercentage()) {
            request.priority = config.cmdprio();
        }
        return true;
    }

    private long dueNanos() {
        long rate = config.rateIops();
        return rate == 0
                ? 0
                : startedNanos
                        + given / rate * NANOS_PER_SECOND
                        + given % rate * NANOS_PER_SECOND / rate;
    }

    private boolean isRead() {
        int percentage = config.readPercentage();
        return percentage == 100 || percentage > 0 && mix.nextInt(100) < percentage;
    }

    @Override
    public int lengthBytesMax() {
        return config.blockBytes();
    }
}
