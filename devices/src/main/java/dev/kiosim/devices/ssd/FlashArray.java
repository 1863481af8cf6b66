package dev.kiosim.devices.ssd;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Request;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;

/**
 * Chips behind channels: each chip does one operation at a time, reads before programs, each kind
 * first come, first served; each channel moves commands and data of one operation at a time.
 *
 * <pre>
 * READ     chip:    |command|array read|........|free
 *          channel: |command|          |transfer|
 * PROGRAM  chip:    |................|program|collection|free
 *          channel: |command|transfer|
 * </pre>
 *
 * A chip that has more to do looks again when it is free, so the channel is asked for at the very
 * instants at which it is needed and its order is right. A program that keeps part of a page's old
 * content reads that first. Waiting pages on other planes of the same die, at the same place, are
 * read or programmed together (multi-plane commands).
 *
 * <p>As recorded from MQSim, the second die of a busy chip is not started, so a chip is the unit of
 * concurrency; dies matter for space only.
 */
final class FlashArray {
    /** Who is told about the ends. */
    interface Listener {
        /** The data of a read leave the channel at {@link FlashOp#sentNanos}, now or later. */
        void pageRead(FlashOp op);

        /** Whether a program must read first what its page keeps of its old content. */
        boolean keepsOldContent(FlashOp op);

        /**
         * A program is about to begin: finds room for it.
         *
         * @return nanoseconds of garbage collection that this made necessary, after the program
         */
        long allocate(FlashOp op);

        /** A page is programmed, now. */
        void pageProgrammed(FlashOp op);
    }

    /** How far ahead a channel may be reserved for data that are still on the link. */
    private static final long RESERVED_AHEAD_NANOS = 5_000;

    private final class Chip implements Event {
        private final FlashOpList reads = new FlashOpList();
        private final FlashOpList programs = new FlashOpList();
        /** An operation has it, whose end is an event to come. */
        private boolean isBusy;
        /** It looks again for work at a time to come. */
        private boolean isAlarmSet;
        /** Known end of what it does after that event, or did last. */
        private long freeNanos;

        @Override
        public void fire() {
            isAlarmSet = false;
            if (!isBusy) {
                beginNext(this);
            }
        }

        private void lookAgainIn(long nanos) {
            if (!isAlarmSet) {
                isAlarmSet = true;
                engine.schedule(nanos, this);
            }
        }
    }

    private final FlashGeometry geometry;
    private final FlashTiming timing;
    private final Engine engine;
    private final Listener listener;
    private final Chip[] chips;
    private final long[] channelFreeNanos;
    private Tracer tracer = Tracer.NONE;
    private int deviceNumber;
    private @Nullable FlashOp freeOps;
    private int opsOut;

    FlashArray(SsdConfig config, Engine engine, Listener listener) {
        this.engine = engine;
        this.listener = listener;
        geometry = config.geometry();
        timing = config.timing();
        chips = new Chip[geometry.chips()];
        for (int i = 0; i < chips.length; i++) {
            chips[i] = new Chip();
        }
        channelFreeNanos = new long[geometry.channels()];
    }

    /** From now on operations are reported as those of device {@code number}. */
    void traceTo(Tracer newTracer, int number) {
        tracer = newTracer;
        deviceNumber = number;
    }

    private void trace(SsdTracepoint point, FlashOp op, long startNanos, long endNanos) {
        if (tracer.isOn()) {
            tracer.report(point, deviceNumber, op.chip, op.page, startNanos, endNanos - startNanos);
        }
    }

    private void traceErase(int chip, long startNanos, long tookNanos) {
        if (tracer.isOn() && tookNanos > 0) {
            tracer.report(SsdTracepoint.FLASH_ERASE, deviceNumber, chip, startNanos, tookNanos);
        }
    }

    /** Takes an operation back. */
    void release(FlashOp op) {
        opsOut--;
        op.request = null;
        op.slot = WriteBuffer.NONE;
        op.next = freeOps;
        freeOps = op;
    }

    /** How many operations were taken and not released. */
    int opsOut() {
        return opsOut;
    }

    /** An operation on {@code sectors} of {@code page}, to be given to {@link #submit}. */
    FlashOp take(FlashOp.Kind kind, long page, int sectors, @Nullable Request request) {
        FlashOp op = take();
        op.kind = kind;
        op.page = page;
        op.chip = geometry.chipOf(page);
        op.sectors = sectors;
        op.bytes = sectors << Bio.SECTOR_SHIFT;
        op.readyNanos = engine.nowNanos();
        op.request = request;
        if (request != null) {
            request.partsLeft++;
        }
        return op;
    }

    /** Takes an operation that is filled in. */
    void submit(FlashOp op) {
        Chip chip = chips[op.chip];
        queueOf(chip, op).addLast(op);
        if (!chip.isBusy) {
            beginNext(chip);
        }
    }

    /** Lets an operation wait until {@code whenNanos}, when it comes back as a READ of its page. */
    void readAt(long whenNanos, FlashOp op) {
        op.kind = FlashOp.Kind.MAP_WAIT;
        engine.schedule(whenNanos - engine.nowNanos(), op);
    }

    private FlashOp take() {
        opsOut++;
        FlashOp op = freeOps;
        if (op == null) {
            return new FlashOp(this);
        }
        freeOps = op.next;
        op.next = null;
        return op;
    }

    private static FlashOpList queueOf(Chip chip, FlashOp op) {
        return op.kind == FlashOp.Kind.PROGRAM ? chip.programs : chip.reads;
    }

    /** What {@code op} waited for is over, now: called by its event. */
    void opFired(FlashOp op) {
        Chip chip = chips[op.chip];
        switch (op.kind) {
            case READ, MAP_READ -> readDone(chip, op);
            case MAP_WAIT -> {
                op.kind = FlashOp.Kind.READ;
                submit(op);
            }
            case OLD_READ -> {
                op.kind = FlashOp.Kind.PROGRAM;
                long keptNanos = timing.channelNanos(geometry.pageBytes() - op.bytes);
                beginProgram(chip, op, reserve(op, engine.nowNanos(), keptNanos));
            }
            case PROGRAM -> programDone(chip, op);
        }
    }

    private void readDone(Chip chip, FlashOp first) {
        for (@Nullable FlashOp op = first; op != null; op = op.partner) {
            op.sentNanos = reserve(op, engine.nowNanos(), timing.channelNanos(op.bytes));
            chip.freeNanos = op.sentNanos;
        }
        free(chip);
        @Nullable FlashOp op = first;
        while (op != null) {
            FlashOp partner = op.partner;
            op.partner = null;
            listener.pageRead(op);
            op = partner;
        }
    }

    private void programDone(Chip chip, FlashOp first) {
        free(chip);
        @Nullable FlashOp op = first;
        while (op != null) {
            FlashOp partner = op.partner;
            op.partner = null;
            listener.pageProgrammed(op);
            op = partner;
        }
    }

    private void free(Chip chip) {
        chip.isBusy = false;
        beginNext(chip);
    }

    private void beginNext(Chip chip) {
        if (chip.reads.isEmpty() && chip.programs.isEmpty()) {
            return;
        }
        if (chip.freeNanos > engine.nowNanos()) {
            chip.lookAgainIn(chip.freeNanos - engine.nowNanos());
            return;
        }
        FlashOp read = chip.reads.removeFirst();
        if (read != null) {
            takePartners(chip, read);
            beginRead(chip, read);
            return;
        }
        FlashOp program = chip.programs.first();
        if (program != null && program.readyNanos - engine.nowNanos() > RESERVED_AHEAD_NANOS) {
            chip.lookAgainIn(program.readyNanos - engine.nowNanos());
        } else if (program != null) {
            chip.programs.removeFirst();
            beginPage(chip, program, Math.max(program.readyNanos, engine.nowNanos()));
        }
    }

    /** Takes from the queue the pages that the chip can do together with {@code first}. */
    private void takePartners(Chip chip, FlashOp first) {
        FlashOpList queue = queueOf(chip, first);
        FlashOp tail = first;
        int found = 1;
        @Nullable FlashOp before = null;
        @Nullable FlashOp candidate = queue.first();
        while (candidate != null && found < geometry.planesPerDie()) {
            FlashOp following = candidate.next;
            if (candidate.kind == first.kind
                    && candidate.readyNanos <= engine.nowNanos()
                    && geometry.isMultiPlane(first.page, candidate.page)) {
                queue.removeAfter(before, candidate);
                tail.partner = candidate;
                tail = candidate;
                found++;
            } else {
                before = candidate;
            }
            candidate = following;
        }
    }

    private void beginRead(Chip chip, FlashOp op) {
        long endNanos = command(op, engine.nowNanos()) + timing.readNanos();
        trace(SsdTracepoint.FLASH_READ, op, engine.nowNanos(), endNanos);
        scheduleEnd(chip, op, endNanos);
    }

    private void beginPage(Chip chip, FlashOp op, long beginNanos) {
        if (listener.keepsOldContent(op)) {
            op.kind = FlashOp.Kind.OLD_READ;
            long endNanos = command(op, beginNanos) + timing.readNanos();
            trace(SsdTracepoint.FLASH_READ, op, beginNanos, endNanos);
            scheduleEnd(chip, op, endNanos);
        } else {
            takePartners(chip, op);
            beginProgram(chip, op, beginNanos);
        }
    }

    private void beginProgram(Chip chip, FlashOp first, long beginNanos) {
        long sentNanos = beginNanos;
        long collectionNanos = 0;
        for (@Nullable FlashOp op = first; op != null; op = op.partner) {
            collectionNanos += listener.allocate(op);
            sentNanos = reserve(
                    op, sentNanos, timing.programCommandNanos() + timing.channelNanos(op.bytes));
        }
        long endNanos = sentNanos + timing.programNanos();
        chip.freeNanos = endNanos + collectionNanos;
        trace(SsdTracepoint.FLASH_PROGRAM, first, beginNanos, endNanos);
        traceErase(first.chip, endNanos, collectionNanos);
        scheduleEnd(chip, first, endNanos);
    }

    private void scheduleEnd(Chip chip, FlashOp op, long endNanos) {
        chip.isBusy = true;
        engine.schedule(endNanos - engine.nowNanos(), op);
    }

    private long command(FlashOp op, long fromNanos) {
        return reserve(op, fromNanos, timing.readCommandNanos());
    }

    /** Reserves the channel of {@code op} from {@code fromNanos} or later; returns the end. */
    private long reserve(FlashOp op, long fromNanos, long durationNanos) {
        int channel = op.chip / geometry.chipsPerChannel();
        long startNanos = Math.max(fromNanos, channelFreeNanos[channel]);
        channelFreeNanos[channel] = startNanos + durationNanos;
        if (tracer.isOn()) {
            tracer.report(
                    SsdTracepoint.FLASH_TRANSFER,
                    deviceNumber,
                    channel,
                    op.page,
                    startNanos,
                    durationNanos);
        }
        return channelFreeNanos[channel];
    }
}
