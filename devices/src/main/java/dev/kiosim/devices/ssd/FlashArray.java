package dev.kiosim.devices.ssd;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * Chips behind channels: each chip does one operation at a time, reads before programs, each kind
 * first come, first served; each channel moves the data of one operation at a time.
 *
 * <pre>
 * READ     chip:    |command, array read|........|free
 *          channel:                     |transfer|
 * PROGRAM  chip:    |........|program|collection|free
 *          channel: |transfer|
 * </pre>
 *
 * A program that keeps part of a page's old content reads that first. The channel is asked for when
 * the data are there, so its order is right; all that follows is known then, and one event for each
 * operation is enough.
 *
 * <p>As recorded from MQSim, the second die of a busy chip is not started, so a chip is the unit of
 * concurrency; its dies and planes matter for space only.
 */
final class FlashArray {
    /** Who is told about the ends. */
    interface Listener {
        /** The data of a read have left the channel at {@code endNanos}, now or later. */
        void pageRead(FlashOp op, long endNanos);

        /**
         * Whether a program, about to begin, must read first what the page keeps of its old
         * content.
         */
        boolean keepsOldContent(FlashOp op);

        /**
         * A program is about to begin: finds room for it.
         *
         * @return nanoseconds of garbage collection that this made necessary, right after the
         *     program
         */
        long allocate(FlashOp op);

        /** A page is programmed, now. */
        void pageProgrammed(FlashOp op);
    }

    /**
     * How far ahead a channel may be reserved: longer would keep it from others that could use it
     * before.
     */
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
    }

    private final SsdConfig config;
    private final Engine engine;
    private final Listener listener;
    private final Chip[] chips;
    private final long[] channelFreeNanos;
    private @Nullable FlashOp freeOps;
    private int opsOut;

    FlashArray(SsdConfig config, Engine engine, Listener listener) {
        this.config = config;
        this.engine = engine;
        this.listener = listener;
        chips = new Chip[config.geometry().chips()];
        for (int i = 0; i < chips.length; i++) {
            chips[i] = new Chip();
        }
        channelFreeNanos = new long[config.geometry().channels()];
    }

    /**
     * An operation to fill in; give it to {@link #submit}, and {@link #release} it when its end was
     * told.
     */
    FlashOp take() {
        opsOut++;
        FlashOp op = freeOps;
        if (op == null) {
            return new FlashOp(this);
        }
        freeOps = op.next;
        op.next = null;
        return op;
    }

    void release(FlashOp op) {
        opsOut--;
        op.request = null;
        op.next = freeOps;
        freeOps = op;
    }

    /** How many operations were taken and not released. */
    int opsOut() {
        return opsOut;
    }

    /** Takes an operation that is filled in. */
    void submit(FlashOp op) {
        Chip chip = chips[op.chip];
        (op.kind == FlashOp.Kind.PROGRAM ? chip.programs : chip.reads).addLast(op);
        if (!chip.isBusy) {
            beginNext(chip);
        }
    }

    /** The array operation of {@code op} is over, now: called by its event. */
    void chipDone(FlashOp op) {
        Chip chip = chips[op.chip];
        switch (op.kind) {
            case READ, MAP_READ -> {
                chip.isBusy = false;
                chip.freeNanos = transfer(op, engine.nowNanos(), 0);
                long endNanos = chip.freeNanos;
                beginNext(chip);
                listener.pageRead(op, endNanos);
            }
            case OLD_READ -> {
                op.kind = FlashOp.Kind.PROGRAM;
                beginProgram(chip, op, transfer(op, engine.nowNanos(), 0));
            }
            case PROGRAM -> {
                chip.isBusy = false;
                beginNext(chip);
                listener.pageProgrammed(op);
            }
        }
    }

    private void beginNext(Chip chip) {
        FlashOp read = chip.reads.removeFirst();
        if (read != null) {
            beginRead(chip, read);
            return;
        }
        FlashOp program = chip.programs.first();
        if (program == null) {
            return;
        }
        long aheadNanos = Math.max(chip.freeNanos, program.readyNanos) - engine.nowNanos();
        if (aheadNanos <= RESERVED_AHEAD_NANOS) {
            chip.programs.removeFirst();
            beginPage(chip, program, engine.nowNanos() + Math.max(0, aheadNanos));
        } else if (!chip.isAlarmSet) {
            chip.isAlarmSet = true;
            engine.schedule(aheadNanos, chip);
        }
    }

    private void beginRead(Chip chip, FlashOp op) {
        long beginNanos = Math.max(Math.max(chip.freeNanos, op.readyNanos), engine.nowNanos());
        scheduleEnd(
                chip,
                op,
                beginNanos
                        + config.timing().readCommandNanos()
                        + config.timing().readNanos());
    }

    private void beginPage(Chip chip, FlashOp op, long beginNanos) {
        if (listener.keepsOldContent(op)) {
            op.kind = FlashOp.Kind.OLD_READ;
            scheduleEnd(
                    chip,
                    op,
                    beginNanos
                            + config.timing().readCommandNanos()
                            + config.timing().readNanos());
        } else {
            beginProgram(chip, op, beginNanos);
        }
    }

    private void beginProgram(Chip chip, FlashOp op, long beginNanos) {
        long collectionNanos = listener.allocate(op);
        long endNanos = transfer(op, beginNanos, config.timing().programCommandNanos())
                + config.timing().programNanos();
        chip.freeNanos = endNanos + collectionNanos;
        scheduleEnd(chip, op, endNanos);
    }

    private void scheduleEnd(Chip chip, FlashOp op, long endNanos) {
        chip.isBusy = true;
        engine.schedule(endNanos - engine.nowNanos(), op);
    }

    /**
     * Reserves the channel of {@code op} from {@code fromNanos} or later; returns when its data
     * have passed.
     */
    private long transfer(FlashOp op, long fromNanos, long commandNanos) {
        int channel = op.chip / config.geometry().chipsPerChannel();
        long beginNanos = Math.max(fromNanos, channelFreeNanos[channel]);
        channelFreeNanos[channel] =
                beginNanos + commandNanos + config.timing().channelNanos(op.bytes);
        return channelFreeNanos[channel];
    }
}
