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
import dev.kiosim.trace.Tracer;

/**
 * A solid-state drive: commands are decoded one after the other, cut into pages, and served by the
 * flash array or the write buffer in front of it.
 *
 * <pre>
 * command --decoded--> READ:    buffer, or [map read] and page read --all there--> link --> done
 *                      WRITE:   link --> buffer --> done ... programs
 *                               link --> page programs --all programmed--> done (FUA, no buffer)
 *                      DISCARD: whole pages unmapped --> done
 *                      FLUSH:   buffer drained --> done
 * </pre>
 */
public final class SolidStateDrive implements Drive, FlashArray.Listener {
    /** Entries of the map on one flash page, 8 bytes each on 8 KiB, as MQSim's. */
    private static final int MAP_ENTRIES_PER_PAGE = 1024;

    private final SsdConfig config;
    private final FlashGeometry geometry;
    private final Engine engine;
    private final @Nullable DriveContent content;
    private final FlashArray array;
    private final PageMap map;
    private final @Nullable MapCache mapCache;
    private final @Nullable BufferedWrites buffered;
    private final RequestList decoding = new RequestList();
    private final Event decoded = this::decoded;
    private Tracer tracer = Tracer.NONE;
    private int deviceNumber;
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
        mapCache = config.mapCacheBytes() > 0 ? new MapCache(config.mapCacheBytes()) : null;
        buffered = config.writeBuffer().isEnabled()
                ? new BufferedWrites(config, engine, array, content)
                : null;
    }

    @Override
    public void traceTo(Tracer newTracer, int number) {
        tracer = newTracer;
        deviceNumber = number;
        array.traceTo(newTracer, number);
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
        return config.writeBuffer().isVolatile();
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
        long nowNanos = engine.nowNanos();
        long decodedNanos =
                Math.max(controllerFreeNanos, nowNanos) + config.link().controllerNanos();
        controllerFreeNanos = decodedNanos;
        if (decodedNanos == nowNanos) {
            issue(request);
        } else {
            decoding.addLast(request);
            engine.schedule(decodedNanos - nowNanos, decoded);
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
            case FLUSH -> flush(request);
        }
    }

    private void read(Request request) {
        request.driveNanos = engine.nowNanos();
        long bufferedSectors = 0;
        long sector = request.sector;
        while (sector < request.endSector()) {
            long page = sector / geometry.sectorsPerPage();
            long end = Math.min(request.endSector(), (page + 1) * geometry.sectorsPerPage());
            if (buffered != null && buffered.holds(sector, end)) {
                bufferedSectors += end - sector;
            } else {
                readPage(request, page, (int) (end - sector));
            }
            sector = end;
        }
        if (buffered != null && bufferedSectors > 0) {
            long bytes = bufferedSectors << Bio.SECTOR_SHIFT;
            request.driveNanos = buffered.usePort(bytes, engine.nowNanos());
        }
        if (request.partsLeft == 0) {
            sendToHost(request);
        }
    }

    private void readPage(Request request, long page, int sectors) {
        FlashOp op = array.take(FlashOp.Kind.READ, page, sectors, request);
        if (mapCache != null && !mapCache.touch(page)) {
            op.kind = FlashOp.Kind.MAP_READ;
            op.chip = geometry.chipOf(page / MAP_ENTRIES_PER_PAGE);
            op.bytes = Bio.SECTOR_BYTES;
        }
        array.submit(op);
    }

    private void write(Request request) {
        linkFreeNanos = Math.max(linkFreeNanos, engine.nowNanos())
                + config.link().linkNanos(request.bytes());
        if (buffered == null) {
            programAll(request, linkFreeNanos + config.link().writeEntryNanos());
        } else if (request.has(Bio.FUA)) {
            buffered.writeThrough(request, linkFreeNanos + config.link().writeEntryNanos());
        } else {
            buffered.write(request, linkFreeNanos);
        }
    }

    private void programAll(Request request, long readyNanos) {
        long sector = request.sector;
        while (sector < request.endSector()) {
            long page = sector / geometry.sectorsPerPage();
            long end = Math.min(request.endSector(), (page + 1) * geometry.sectorsPerPage());
            FlashOp op = array.take(FlashOp.Kind.PROGRAM, page, (int) (end - sector), request);
            op.readyNanos = readyNanos;
            array.submit(op);
            sector = end;
        }
    }

    private void discard(Request request) {
        int perPage = geometry.sectorsPerPage();
        long end = request.endSector() / perPage;
        for (long page = (request.sector + perPage - 1) / perPage; page < end; page++) {
            if (buffered != null) {
                buffered.discard(page);
            }
            map.discard(page);
        }
        request.endIn(engine, config.link().writeEntryNanos());
    }

    private void flush(Request request) {
        if (buffered == null) {
            request.endIn(engine, config.link().writeEntryNanos());
        } else {
            buffered.flush(request);
        }
    }

    @Override
    public void pageRead(FlashOp op) {
        if (op.kind == FlashOp.Kind.MAP_READ) {
            op.chip = geometry.chipOf(op.page);
            op.bytes = op.sectors << Bio.SECTOR_SHIFT;
            array.readAt(op.sentNanos, op);
            return;
        }
        Request request = requestOf(op);
        request.driveNanos = Math.max(request.driveNanos, op.sentNanos);
        array.release(op);
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
        if (tracer.isOn() && plane.lastErased() > 0) {
            tracer.report(
                    SsdTracepoint.FLASH_COLLECT,
                    deviceNumber,
                    op.page,
                    plane.lastMoved(),
                    plane.lastErased());
        }
        return config.collectionNanos(plane.lastMoved(), plane.lastErased());
    }

    @Override
    public void pageProgrammed(FlashOp op) {
        Request request = op.request;
        int slot = op.slot;
        array.release(op);
        if (buffered != null && slot != WriteBuffer.NONE) {
            buffered.programmed(slot);
        }
        if (request != null) {
            request.partsLeft--;
            if (request.partsLeft == 0) {
                request.fire();
            }
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
        if (mapCache != null) {
            sink.stat("map_cache_hits", mapCache.hits());
            sink.stat("map_cache_misses", mapCache.misses());
        }
        if (buffered != null) {
            sink.stat("write_buffer_pages", buffered.pagesHeld());
            sink.stat("write_buffer_stalls", buffered.stalls());
        }
    }

    @Override
    public void checkInvariants() {
        map.checkInvariants();
    }
}
