package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.TraceContext;

/** Whose code runs at this moment, for the tracer. */
final class TracedCode implements TraceContext {
    private @Nullable Cpu cpu;
    private int task;

    /** Code of {@code tid}, or of an interrupt if 0, runs on {@code newCpu}. */
    void enter(Cpu newCpu, int tid) {
        cpu = newCpu;
        task = tid;
    }

    /** No CPU runs any code; what happens now, devices do. */
    void leave() {
        cpu = null;
        task = 0;
    }

    @Override
    public int cpu() {
        Cpu running = cpu;
        return running == null ? 0 : running.number();
    }

    @Override
    public int task() {
        return task;
    }
}
