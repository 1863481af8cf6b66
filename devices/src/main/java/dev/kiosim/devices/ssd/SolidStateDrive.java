package dev.kiosim.devices.ssd;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Drive;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.block.StatSink;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * A solid-state drive: commands are decoded one after the other, cut into pages, and served by the
 * flash array.
 *
 * <pre>
 * command --decoded--> READ:    [map read] --> page reads --all there--> link --> done
 *                      WRITE:   link --> page programs --all programmed--> done
 *                      DISCARD: whole pages unmapped --> done
 * </pre>
 */
public final class SolidStateDrive implements Drive, FlashArray.Listener {
    private final SsdConfig config;
    private final FlashGeometry geometry;
    private final Engine engine;
    private final @Nullable DriveContent content;
    private final FlashArray array;
    private final PageMap map;
    private final RequestList decoding = new RequestList();
    private final Event decoded = this::decoded;
    private long controllerFreeNanos;
    private long linkFreeNanos;

    /**
     * A drive as {@code config} says, unwritten; {@code content} is null if data are not tracked.
     */
    public SolidStateDrive(SsdConfig config, Engine engine, @Nullable DriveContent content) {
        this.config = config;
        this.engine = engine;
        this.content = content;
        geometry = config.geometry();
        array = new FlashArray(config, engine, this);
        map = new PageMap(config);
    }

    @Override
    public long sectorCount() {
        return config.sectorCount();
    }

    @Override
    public int logicalBlockBytes() {
        return config.logicalBlockBytes();
    }

    @Override
    public int queueDepth() {
        return config.link().queueDepth();
    }

    @Override
    public boolean hasVolatileCache() {
        return false;
    }

    @Override
    public boolean supportsFua() {
        return true;
    }

    @Override
    public boolean supportsDiscard() {
        return true;
    }

    @Override
    public @Nullable DriveContent content() {
        return content;
    }

    @Override
    public void start(Request request) {
        HostLink link = config.link();
        controllerFreeNanos =
                Math.max(controllerFreeNanos, engine.nowNanos()) + link.controllerNanos();
        long decodedNanos = controllerFreeNanos + link.latencyNanos();
        if (decodedNanos == engine.nowNanos()) {
            issue(request);
        } else {
            decoding.addLast(request); // all take equally long: first in, first out
            engine.schedule(decodedNanos - engine.nowNanos(), decoded);
        }
    }

    private void decoded() {
        Request request = decoding.removeFirst();
        if (request == null) {
            throw violated("a command was decoded that nobody sent, at t=%d ns", engine.nowNanos());
        }
        issue(request);
    }

    private void issue(Request request) {
        switch (request.op) {
            case READ -> read(request);
            case WRITE -> write(request);
            case DISCARD -> discard(request);
            case FLUSH -> request.endIn(engine, config.link().writeEntryNanos());
        }
    }

    private void read(Request request) {
        request.driveNanos = engine.nowNanos();
        long sector = request.sector;
        while (sector < request.endSector()) {
            long page = sector / geometry.sectorsPerPage();
            long end = Math.min(request.endSector(), (page + 1) * geometry.sectorsPerPage());
            submit(FlashOp.Kind.READ, request, page, (int) (end - sector), engine.nowNanos());
            sector = end;
        }
    }

    private void write(Request request) {
        linkFreeNanos = Math.max(linkFreeNanos, engine.nowNanos())
                + config.link().linkNanos(request.bytes());
        long readyNanos = linkFreeNanos + config.link().writeEntryNanos();
        long sector = request.sector;
        while (sector < request.endSector()) {
            long page = sector / geometry.sectorsPerPage();
            long end = Math.min(request.endSector(), (page + 1) * geometry.sectorsPerPage());
            submit(FlashOp.Kind.PROGRAM, request, page, (int) (end - sector), readyNanos);
            sector = end;
        }
    }

    private void submit(
            FlashOp.Kind kind, Request request, long page, int sectors, long readyNanos) {
        FlashOp op = array.take();
        op.kind = kind;
        op.request = request;
        op.page = page;
        op.chip = geometry.chipOf(page);
        op.bytes = sectors * Bio.SECTOR_BYTES;
        op.readyNanos = readyNanos;
        request.partsLeft++;
        array.submit(op);
    }

    private void discard(Request request) {
        int perPage = geometry.sectorsPerPage();
        long first = (request.sector + perPage - 1) / perPage;
        long end = request.endSector() / perPage;
        for (long page = first; page < end; page++) {
            map.discard(page);
        }
        request.endIn(engine, config.link().writeEntryNanos());
    }

    @Override
    public void pageRead(FlashOp op, long endNanos) {
        Request request = requestOf(op);
        array.release(op);
        request.driveNanos = Math.max(request.driveNanos, endNanos);
        request.partsLeft--;
        if (request.partsLeft == 0) {
            sendToHost(request);
        }
    }

    /**
     * The link carries the data of all pages at once; however they overtake each other, it is never
     * faster than it is.
     */
    private void sendToHost(Request request) {
        long linkNanos = config.link().linkNanos(request.bytes());
        linkFreeNanos = Math.max(linkFreeNanos, engine.nowNanos()) + linkNanos;
        long sentNanos = Math.max(request.driveNanos + linkNanos, linkFreeNanos);
        request.endIn(engine, sentNanos + config.link().readEntryNanos() - engine.nowNanos());
    }

    @Override
    public boolean keepsOldContent(FlashOp op) {
        return op.bytes < geometry.pageBytes() && map.isMapped(op.page);
    }

    @Override
    public long allocate(FlashOp op) {
        FlashPlane plane = map.write(op.page);
        return config.collectionNanos(plane.lastMoved(), plane.lastErased());
    }

    @Override
    public void pageProgrammed(FlashOp op) {
        Request request = requestOf(op);
        array.release(op);
        request.partsLeft--;
        if (request.partsLeft == 0) {
            request.fire();
        }
    }

    private static Request requestOf(FlashOp op) {
        Request request = op.request;
        if (request == null) {
            throw violated("a flash operation on page %d serves no request", op.page);
        }
        return request;
    }

    @Override
    public void stats(StatSink sink) {
        sink.stat("flash_pages_written", map.hostPages());
        sink.stat("flash_pages_moved", map.movedPages());
        sink.stat("flash_blocks_erased", map.erasures());
        sink.stat("flash_pages_discarded", map.discardedPages());
    }

    @Override
    public void checkInvariants() {
        map.checkInvariants();
    }
}
