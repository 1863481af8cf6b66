package dev.kiosim.devices.ssd;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;

/**
 * Writes through the DRAM buffer.
 *
 * <pre>
 * write --room--> in the buffer --port--> acknowledged
 *    '--no room--> stalled ----------^
 * page in the buffer --whole, or too many wait--> programmed --> slot free
 * </pre>
 *
 * A page that is written in part waits for the rest until half of the buffer waits. FLUSH programs
 * everything that is here when it arrives; FUA programs its own pages. The port serves one command
 * at a time.
 *
 * <p>If data of a page arrive while older data of it are being programmed, the older count as
 * durable from then on.
 */
final class BufferedWrites {
    private final SsdConfig config;
    private final FlashGeometry geometry;
    private final Engine engine;
    private final FlashArray array;
    private final @Nullable DriveContent content;
    private final WriteBuffer buffer;
    private final RequestList stalled = new RequestList();
    private @Nullable Request flush;
    private int flushSlotsLeft;
    private long portFreeNanos;
    private long stalls;

    BufferedWrites(
            SsdConfig config, Engine engine, FlashArray array, @Nullable DriveContent content) {
        this.config = config;
        this.engine = engine;
        this.array = array;
        this.content = content;
        geometry = config.geometry();
        long slots = config.writeBuffer().bytes() / geometry.pageBytes();
        buffer = new WriteBuffer((int) Math.max(1, slots), geometry.sectorsPerPage());
    }

    /** Takes a write whose data are here at {@code arrivedNanos}. */
    void write(Request request, long arrivedNanos) {
        request.driveSector = request.sector;
        request.driveNanos = usePort(request.bytes(), arrivedNanos);
        if (!stalled.isEmpty() || !takeIn(request)) {
            stalls++;
            stalled.addLast(request);
        }
    }

    /** Programs a write without acknowledging it before. */
    void writeThrough(Request request, long arrivedNanos) {
        long sector = request.sector;
        while (sector < request.endSector()) {
            long page = sector / geometry.sectorsPerPage();
            long end = Math.min(request.endSector(), (page + 1) * geometry.sectorsPerPage());
            int slot = buffer.find(page);
            if (slot != WriteBuffer.NONE && buffer.isOpen(slot)) {
                buffer.add(slot, bits(sector, end));
                drain(slot, request);
            } else {
                FlashOp op = array.take(FlashOp.Kind.PROGRAM, page, (int) (end - sector), request);
                op.readyNanos = arrivedNanos;
                array.submit(op);
            }
            sector = end;
        }
    }

    /** Reserves the port for {@code bytes} from {@code fromNanos} or later; returns the end. */
    long usePort(long bytes, long fromNanos) {
        portFreeNanos =
                Math.max(fromNanos, portFreeNanos) + config.writeBuffer().portNanos(bytes);
        long endNanos = portFreeNanos;
        portFreeNanos += config.writeBuffer().readBackNanos(bytes);
        return endNanos;
    }

    /** Whether the sectors from {@code sector} to {@code end}, of one page, are all here. */
    boolean holds(long sector, long end) {
        int slot = buffer.find(sector / geometry.sectorsPerPage());
        long wanted = bits(sector, end);
        return slot != WriteBuffer.NONE && (buffer.sectorBits(slot) & wanted) == wanted;
    }

    /** Ends {@code request} when everything that is here now is programmed. */
    void flush(Request request) {
        if (flush != null) {
            throw violated("%s while another flush is under way", request);
        }
        while (buffer.oldestOpen() != WriteBuffer.NONE) {
            drain(buffer.oldestOpen(), null);
        }
        flushSlotsLeft = buffer.awaitAll();
        if (flushSlotsLeft == 0) {
            request.endIn(engine, config.link().writeEntryNanos());
        } else {
            flush = request;
        }
    }

    /** Forgets a page that is waiting. */
    void discard(long page) {
        int slot = buffer.find(page);
        if (slot != WriteBuffer.NONE && buffer.isOpen(slot)) {
            free(slot);
        }
    }

    /** The program of a slot's page is over. */
    void programmed(int slot) {
        makeDurable(slot);
        free(slot);
    }

    private void free(int slot) {
        boolean isAwaited = buffer.isAwaited(slot);
        buffer.release(slot);
        Request first = stalled.first();
        while (first != null && takeIn(first)) {
            stalled.remove(first);
            first = stalled.first();
        }
        if (isAwaited) {
            flushSlotsLeft--;
            endFlush();
        }
    }

    private void endFlush() {
        Request done = flush;
        if (done != null && flushSlotsLeft == 0) {
            flush = null;
            done.endIn(engine, config.link().writeEntryNanos());
        }
    }

    /**
     * Takes in as much of a write as there is room for; ends it and returns true if that is all.
     */
    private boolean takeIn(Request request) {
        while (request.driveSector < request.endSector()) {
            long sector = request.driveSector;
            long page = sector / geometry.sectorsPerPage();
            long end = Math.min(request.endSector(), (page + 1) * geometry.sectorsPerPage());
            int slot = openSlot(page);
            if (slot == WriteBuffer.NONE) {
                return false;
            }
            buffer.add(slot, bits(sector, end));
            if (content != null && config.writeBuffer().isVolatile()) {
                request.cacheContent(content, sector, end); // it may be programmed before the end
            }
            request.driveSector = end;
            if (buffer.isWhole(slot)) {
                drain(slot, null);
            }
            while (buffer.openCount() > buffer.capacity() / 2) {
                drain(buffer.oldestOpen(), null);
            }
        }
        request.isContentTaken = config.writeBuffer().isVolatile();
        long endNanos = Math.max(request.driveNanos, engine.nowNanos());
        request.endIn(engine, endNanos + config.link().writeEntryNanos() - engine.nowNanos());
        return true;
    }

    /** A slot that takes data of {@code page}; NONE if there is no room. */
    private int openSlot(long page) {
        int slot = buffer.find(page);
        if (slot != WriteBuffer.NONE && buffer.isOpen(slot)) {
            return slot;
        }
        if (buffer.isFull()) {
            return WriteBuffer.NONE;
        }
        if (slot != WriteBuffer.NONE) {
            makeDurable(slot);
            buffer.clearSectors(slot);
        }
        return buffer.open(page);
    }

    private void drain(int slot, @Nullable Request request) {
        FlashOp op = array.take(
                FlashOp.Kind.PROGRAM,
                buffer.page(slot),
                Long.bitCount(buffer.sectorBits(slot)),
                request);
        op.slot = slot;
        buffer.close(slot);
        array.submit(op);
    }

    private void makeDurable(int slot) {
        if (content == null) {
            return;
        }
        long bits = buffer.sectorBits(slot);
        long first = buffer.page(slot) * geometry.sectorsPerPage();
        while (bits != 0) {
            int from = Long.numberOfTrailingZeros(bits);
            int count = Long.numberOfTrailingZeros(~(bits >>> from));
            content.makeDurable(first + from, count);
            bits = from + count == Long.SIZE ? 0 : bits >>> from + count << from + count;
        }
    }

    /** The sectors from {@code sector} to {@code end}, of one page, as bits. */
    private long bits(long sector, long end) {
        int from = (int) (sector % geometry.sectorsPerPage());
        int count = (int) (end - sector);
        return -1L >>> Long.SIZE - count << from;
    }

    /** Writes that found no room. */
    long stalls() {
        return stalls;
    }

    /** Pages in the buffer. */
    int pagesHeld() {
        return buffer.used();
    }
}
