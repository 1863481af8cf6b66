package dev.kiosim.block;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.List;

/** A drive that takes a fixed time for everything and writes down what it was sent. */
final class FakeDrive implements Drive {
    static final long SERVICE_NANOS = 1_000;

    final List<String> log = new ArrayList<>();
    private final Engine engine;
    private final @Nullable DriveContent content = new DriveContent();
    int depth = 1;
    boolean isVolatile;
    boolean knowsFua;
    int nextStatus;

    FakeDrive(Engine engine) {
        this.engine = engine;
    }

    @Override
    public long sectorCount() {
        return 1 << 20;
    }

    @Override
    public int logicalBlockBytes() {
        return 512;
    }

    @Override
    public int queueDepth() {
        return depth;
    }

    @Override
    public void start(Request request) {
        log.add(request.op + " " + request.sector + "+" + request.sectorCount
                + (request.has(Bio.FUA) ? " FUA" : ""));
        request.status = nextStatus;
        nextStatus = 0;
        request.endIn(engine, SERVICE_NANOS);
    }

    @Override
    public boolean hasVolatileCache() {
        return isVolatile;
    }

    @Override
    public boolean supportsFua() {
        return knowsFua;
    }

    @Override
    public boolean supportsDiscard() {
        return false;
    }

    @Override
    public @Nullable DriveContent content() {
        return content;
    }

    @Override
    public void stats(StatSink sink) {}
}
