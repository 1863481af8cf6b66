package dev.kiosim.kernel;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Completions on one CPU. A device's interrupt puts finished kiocbs here; when the cost of
 * interrupt and softirq has passed, all that have gathered by then are completed as one batch, in
 * the order in which they finished.
 */
final class Softirq implements Event {
    /** Actors of the softirqs of CPU 0, 1, ... for the engine's chooser; tasks are far below. */
    static final int FIRST_ACTOR = 1 << 21;

    private final Engine engine;
    private final Kernel kernel;
    private final Cpu cpu;
    private final Tracer tracer;
    private Kiocb[] pending = new Kiocb[32];
    private int count;
    private Kiocb[] batch = new Kiocb[32];

    Softirq(Kernel kernel, Cpu cpu) {
        this.kernel = kernel;
        this.cpu = cpu;
        engine = kernel.engine();
        tracer = kernel.tracer();
    }

    /** {@code kiocb} is done, its result is set. */
    void raise(Kiocb kiocb) {
        if (count == pending.length) {
            pending = Arrays.copyOf(pending, count * 2);
        }
        pending[count++] = kiocb;
        if (count == 1) {
            if (tracer.isOn()) {
                tracer.report(KernelTracepoint.IRQ_RAISE, cpu.number());
            }
            engine.schedule(kernel.costs().interrupt(), this);
        }
    }

    /** An interrupt may come between any two steps of tasks on other CPUs. */
    @Override
    public int actor() {
        return FIRST_ACTOR + cpu.number();
    }

    /** How many kiocbs wait for it. */
    int pendingCount() {
        return count;
    }

    /** Tells which kiocbs wait for it, and how they ended. */
    void state(LongConsumer to) {
        for (int i = 0; i < count; i++) {
            to.accept(pending[i].end.identity());
            to.accept(pending[i].position);
            to.accept(pending[i].result);
        }
    }

    @Override
    public String toString() {
        return "completions on CPU " + cpu.number();
    }

    @Override
    public void fire() {
        int done = count;
        Kiocb[] finished = pending;
        pending = batch.length >= done ? batch : new Kiocb[finished.length];
        batch = finished;
        count = 0;
        long completionNanos = done * kernel.costs().completeIo();
        cpu.steal(kernel.costs().interrupt() + completionNanos);
        if (tracer.isOn()) {
            kernel.tracedCode().enter(cpu, 0);
            tracer.report(KernelTracepoint.SOFTIRQ, cpu.number(), done, completionNanos);
            complete(finished, done);
            kernel.tracedCode().leave();
        } else {
            complete(finished, done);
        }
    }

    private void complete(Kiocb[] finished, int done) {
        Cpu before = kernel.enter(cpu);
        for (int i = 0; i < done; i++) {
            finished[i].transferEnded();
        }
        kernel.batchEnded();
        kernel.enter(before);
    }
}
