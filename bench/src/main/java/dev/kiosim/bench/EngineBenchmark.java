package dev.kiosim.bench;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Timer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single steps of the engine. With {@code -prof gc} it shows that none of them allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    /** Events that wait. */
    @Param({"64", "16384"})
    private int eventCount;

    private final Event again = this::scheduleAgain;
    private Engine engine;
    private Timer timeout;
    private long steps;

    /** Fills an engine with events that schedule themselves again. */
    @Setup
    public void fill() {
        engine = new Engine(1);
        timeout = new Timer(engine, () -> {});
        for (int i = 0; i < eventCount; i++) {
            engine.schedule(HoldModel.delay(i), again);
        }
    }

    private void scheduleAgain() {
        engine.schedule(HoldModel.delay(steps++), again);
    }

    /** Takes the earliest event, which schedules another. */
    @Benchmark
    public boolean hold() {
        return engine.step();
    }

    /** Moves a timer that nearly never fires, as a timeout does, and takes an event. */
    @Benchmark
    public boolean holdAndMoveTimeout() {
        timeout.arm(TIMEOUT_NANOS);
        return engine.step();
    }
}
