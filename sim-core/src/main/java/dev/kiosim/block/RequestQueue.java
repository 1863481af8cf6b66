package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The single queue between bios and a drive: it merges bios into requests, holds them back while
 * the plug is active, orders them by its elevator and keeps the drive busy.
 *
 * <pre>
 * submit --> merged into a held or inserted request
 *        '-> no request free: waits in line --.
 *        '-> request --> plug list --> elevator --> drive --> ended, bios end
 *                    '-> flush sequence --------------^
 * </pre>
 *
 * Receipt of each bio: queue until its request is inserted, scheduler until that is dispatched,
 * device until the end; whatever a bio merged late did not see is left out, so that the parts add
 * up.
 *
 * <p>When a request ends, the next is dispatched before its bios end: whatever their owners submit
 * in answer comes too late for that choice. Bios end inside the drive's event, at its top level.
 *
 * <p>Source: Linux 3.x block/blk-core.c, blk_queue_bio, __elv_add_request, blk_flush_plug_list.
 */
public final class RequestQueue implements BlockDevice, Plug.Holder {
    /** What a queue is built into. */
    public record Surroundings(Engine engine, Plug plug, Tracer tracer, int deviceNumber) {}

    private static final int FIRST_SLOTS = 16;

    private final String name;
    private final Engine engine;
    private final Plug plug;
    private final BlockTrace trace;
    private final int deviceNumber;
    private final QueueLimits limits;
    private final Elevator elevator;
    private final Drive drive;
    private final @Nullable DriveContent content;
    private final BioAdmission admission;
    private final RequestPool pool;
    private final PlugList held;
    private final RequestMerger merger;
    private final BioSplitter splitter;
    private final FlushSequencer sequencer;
    private final QueueStats stats = new QueueStats();
    private final RequestEnd requestEnd = this::requestEnded;
    private final RequestList urgent = new RequestList();
    private final BioList ended = new BioList();
    private final ArrayDeque<Event> roomAwaiters = new ArrayDeque<>();
    private final boolean mayBeTorn;
    /** What the drive is at work on, {@link #inDrive} requests; kept if the power may fail. */
    private Request[] atDrive = {};

    private int inDrive;

    /** A queue named {@code name} in front of {@code drive}. */
    public RequestQueue(
            String name, Surroundings around, QueueLimits limits, Elevator elevator, Drive drive) {
        this.name = name;
        this.engine = around.engine();
        this.plug = around.plug();
        this.deviceNumber = around.deviceNumber();
        trace = new BlockTrace(around.tracer(), deviceNumber);
        this.limits = limits;
        this.elevator = elevator;
        this.drive = drive;
        this.content = drive.content();
        admission = new BioAdmission(drive);
        pool = new RequestPool(limits.requestsPerDirection());
        held = new PlugList(limits.plugRequestsMax());
        merger = new RequestMerger(limits);
        splitter = new BioSplitter(limits.requestSectorsMax(), this, trace);
        sequencer = new FlushSequencer(new SequencedRequests(), requestEnd);
        drive.traceTo(around.tracer(), deviceNumber);
        mayBeTorn = content != null && content.records() != null;
        if (mayBeTorn) {
            atDrive = new Request[Math.min(drive.queueDepth(), FIRST_SLOTS)];
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectorCount() {
        return drive.sectorCount();
    }

    @Override
    public int logicalBlockBytes() {
        return drive.logicalBlockBytes();
    }

    @Override
    public boolean supportsDiscard() {
        return drive.supportsDiscard();
    }

    @Override
    public boolean hasVolatileCache() {
        return drive.hasVolatileCache();
    }

    /** The drive below. */
    public Drive drive() {
        return drive;
    }

    @Override
    public boolean wouldBlock(Bio.Op op) {
        return pool.isFull(op);
    }

    @Override
    public void wakeWhenRoom(Event wake) {
        roomAwaiters.add(wake);
    }

    @Override
    public void submit(Bio bio) {
        if (splitter.isTooLong(bio) && admission.isInRange(bio)) {
            splitter.submitPieces(bio, engine.nowNanos());
            return;
        }
        trace.queued(bio);
        if (admission.isEndedAtOnce(bio)) {
            if (bio.status == BioStatus.EIO) {
                stats.bioFailed();
            }
            trace.ended(bio);
            bio.endIn(engine, 0);
            return;
        }
        int flags = admission.effectiveFlags(bio);
        boolean sequenced = BioAdmission.isSequenced(bio, flags);
        if (!sequenced && merge(bio)) {
            return;
        }
        if (pool.isFull(bio.op)) {
            stats.bioWaited();
            trace.sleeps(bio);
            pool.await(bio);
            if (!held.isEmpty()) {
                plug.flush(); // the submitter goes to sleep
            }
            return;
        }
        Request request = take(bio, flags);
        if (sequenced) {
            sequencer.begin(request, drive.supportsFua(), engine.nowNanos());
            dispatch();
        } else if (plug.isActive()) {
            hold(request);
        } else {
            insert(request);
            dispatch();
        }
    }

    @Override
    public void unplug() {
        trace.unplugged(held.count());
        held.sortBySector();
        for (int i = 0; i < held.count(); i++) {
            insert(held.get(i));
        }
        held.clear();
        dispatch();
    }

    private Request take(Bio bio, int flags) {
        stats.taken(engine.nowNanos());
        Request request = pool.take(bio.op).prepare(bio, flags, engine.nowNanos(), requestEnd);
        trace.got(request, bio, pool.takenCount(), inDrive);
        return request;
    }

    private void hold(Request request) {
        if (held.isFull()
                || (!held.isEmpty() && held.last().sectorCount >= limits.plugFlushSectors())) {
            plug.flush();
        }
        if (held.isEmpty()) {
            plug.join(this);
            trace.plugged();
        }
        held.add(request);
    }

    private boolean merge(Bio bio) {
        if (!held.isEmpty() && plug.isActive() && mergeIntoHeld(bio)) {
            return true;
        }
        return !elevator.isEmpty() && mergeIntoElevator(bio);
    }

    private boolean mergeIntoHeld(Bio bio) {
        for (int i = held.count() - 1; i >= 0; i--) {
            Request request = held.get(i);
            if (merger.fitsBehind(request, bio)) {
                appendTo(request, bio);
                return true;
            }
            if (merger.fitsBefore(request, bio)) {
                prependTo(request, bio);
                return true;
            }
        }
        return false;
    }

    private boolean mergeIntoElevator(Bio bio) {
        @Nullable Request before = elevator.endingAt(bio.op, bio.sector);
        if (before != null && merger.fitsBehind(before, bio)) {
            appendTo(before, bio);
            joinNeighbours(before, elevator.startingAt(bio.op, before.endSector()));
            return true;
        }
        @Nullable Request after = elevator.startingAt(bio.op, bio.endSector());
        if (after != null && merger.fitsBefore(after, bio)) {
            long oldSector = after.sector;
            prependTo(after, bio);
            elevator.movedFrom(after, oldSector);
            joinNeighbours(elevator.endingAt(bio.op, after.sector), after);
            return true;
        }
        return false;
    }

    private void appendTo(Request request, Bio bio) {
        trace.backMerged(request, bio);
        bio.next = null;
        request.appendBio(bio);
        stats.merged(bio.op);
    }

    private void prependTo(Request request, Bio bio) {
        trace.frontMerged(request, bio);
        request.prependBio(bio);
        stats.merged(bio.op);
    }

    /** A request that has grown may now touch another. */
    private void joinNeighbours(@Nullable Request before, @Nullable Request after) {
        if (before != null && after != null && merger.fitsBehind(before, after)) {
            elevator.remove(after);
            absorb(before, after);
        }
    }

    private void absorb(Request into, Request request) {
        trace.absorbed(into, request);
        into.append(request);
        elevator.absorbed(into, request);
        stats.absorbed(request.op);
        pool.release(request);
        admitWaiting();
    }

    /** Inserts a request, or joins it to one that the elevator holds. */
    private void insert(Request request) {
        request.insertedNanos = engine.nowNanos();
        if (!elevator.isEmpty()) {
            @Nullable Request before = elevator.endingAt(request.op, request.sector);
            if (before != null && merger.fitsBehind(before, request)) {
                absorb(before, request);
                return;
            }
        }
        request.scheduled = true;
        trace.inserted(request);
        elevator.insert(request);
    }

    private void dispatch() {
        while (inDrive < drive.queueDepth()) {
            @Nullable
            Request request =
                    urgent.isEmpty() ? elevator.next(engine.nowNanos()) : urgent.removeFirst();
            if (request == null) {
                return;
            }
            start(request);
        }
    }

    private void start(Request request) {
        if (mayBeTorn) {
            noteAtDrive(request);
        }
        inDrive++;
        if (sequencer.isFlush(request)) {
            sequencer.flushDispatched(engine.nowNanos());
        } else if (request.dispatchedNanos == Request.NOT_YET) {
            request.dispatchedNanos = engine.nowNanos();
        }
        trace.issued(request, pool.takenCount(), inDrive);
        drive.start(request);
    }

    private void noteAtDrive(Request request) {
        if (inDrive == atDrive.length) {
            atDrive = Arrays.copyOf(atDrive, inDrive * 2);
        }
        request.driveSlot = inDrive;
        atDrive[inDrive] = request;
    }

    private void requestEnded(Request request) {
        inDrive--;
        if (mayBeTorn) {
            Request last = atDrive[inDrive];
            atDrive[request.driveSlot] = last;
            last.driveSlot = request.driveSlot;
        }
        trace.completed(request);
        if (sequencer.isFlush(request)) {
            sequencer.flushDone(engine.nowNanos());
        } else {
            moveContent(request);
            if (request.flushSteps != 0) {
                sequencer.dataDone(request, engine.nowNanos());
            } else {
                finish(request);
            }
        }
        dispatch();
        endBios();
    }

    private void moveContent(Request request) {
        if (content == null || request.status != BioStatus.OK || request.isContentTaken) {
            return;
        }
        for (@Nullable Bio bio = request.firstBio; bio != null; bio = bio.next) {
            content.move(bio, drive.hasVolatileCache() && !request.has(Bio.FUA));
        }
    }

    /** Fills in the receipts of the bios, puts them in line to end, and frees the request. */
    private void finish(Request request) {
        long nowNanos = engine.nowNanos();
        stats.ended(request, nowNanos);
        @Nullable Bio bio = request.firstBio;
        while (bio != null) {
            @Nullable Bio following = bio.next;
            request.answer(bio, deviceNumber, nowNanos);
            bio.priorityApplied |= request.scheduled && elevator.goesByPriority();
            ended.addLast(bio);
            bio = following;
        }
        pool.release(request);
        trace.depth(pool.takenCount(), inDrive);
        admitWaiting();
    }

    /**
     * Bios that waited for a request get it, in the order in which they came, and go down
     * unplugged.
     */
    private void admitWaiting() {
        @Nullable Bio bio = pool.nextAdmitted();
        if (bio != null) {
            int flags = admission.effectiveFlags(bio);
            Request request = take(bio, flags);
            if (BioAdmission.isSequenced(bio, flags)) {
                sequencer.begin(request, drive.supportsFua(), engine.nowNanos());
            } else {
                insert(request);
            }
        }
        while (!roomAwaiters.isEmpty() && pool.waitingCount() == 0) {
            engine.schedule(0, roomAwaiters.remove());
        }
    }

    private void endBios() {
        for (@Nullable Bio bio = ended.removeFirst(); bio != null; bio = ended.removeFirst()) {
            bio.fire();
        }
    }

    @Override
    public @Nullable DriveContent content() {
        return content;
    }

    /** What the drive's cache holds is lost or kept, what it is writing is torn. */
    @Override
    public void cutPower(PowerCut how) {
        if (content == null) {
            return;
        }
        content.cutPower(how);
        for (int i = 0; i < inDrive && mayBeTorn; i++) {
            if (atDrive[i].isWrite() && !atDrive[i].isContentTaken) {
                for (@Nullable Bio bio = atDrive[i].firstBio; bio != null; bio = bio.next) {
                    content.tear(bio, how);
                }
            }
        }
    }

    @Override
    public void stats(StatSink sink) {
        stats.report(sink, engine.nowNanos());
        drive.stats(sink);
    }

    @Override
    public void checkInvariants() {
        if (stats.inFlight() != pool.takenCount()) {
            throw violated(
                    "%s counts %d requests, took %d", name, stats.inFlight(), pool.takenCount());
        }
        if (inDrive > drive.queueDepth()) {
            throw violated(
                    "%s has %d requests in a drive of depth %d", name, inDrive, drive.queueDepth());
        }
        drive.checkInvariants();
    }

    /** Where the steps of flush sequences go. */
    private final class SequencedRequests implements FlushSequencer.Steps {
        @Override
        public void dispatchFlush(Request flush) {
            urgent.addFirst(flush);
        }

        @Override
        public void dispatchData(Request request) {
            urgent.addLast(request);
        }

        @Override
        public void sequenceDone(Request request) {
            finish(request);
        }
    }
}
