package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.ArrayList;
import java.util.List;

/**
 * The plug of the task that submits right now: between {@link #start} and {@link #finish} request
 * queues hold back what they are given, so that neighbours merge and go down sorted. One per
 * machine, since one task runs at a time inside a syscall; a task that goes to sleep finishes its
 * plug first, as in the kernel.
 *
 * <p>Source: Linux block/blk-core.c, blk_start_plug and blk_finish_plug.
 */
public final class Plug {
    /** A queue that holds bios back while a plug is active. */
    public interface Holder {
        /** Sends down what was held back, in the order of sectors. */
        void unplug();
    }

    private final List<Holder> holders = new ArrayList<>();
    private int depth;

    /** Whether bios are being held back. */
    public boolean isActive() {
        return depth > 0;
    }

    /** Starts holding back; calls nest. */
    public void start() {
        depth++;
    }

    /**
     * Ends the outermost hold: every holder sends down what it has, in the order in which they
     * joined.
     */
    public void finish() {
        if (depth == 0) {
            throw violated("a plug finished that was not started");
        }
        depth--;
        if (depth == 0) {
            flush();
        }
    }

    /**
     * Every holder sends down what it has, in the order in which they joined; the hold goes on.
     * Called when a queue holds too much, and when the task goes to sleep.
     */
    public void flush() {
        for (int i = 0; i < holders.size(); i++) {
            holders.get(i).unplug();
        }
        holders.clear();
    }

    /** A queue joins when it holds back its first bio; it leaves when the plug is flushed. */
    public void join(Holder holder) {
        if (!isActive()) {
            throw violated("a queue holds bios back without a plug");
        }
        holders.add(holder);
    }
}
