package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.SteppedProgram;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.Map;

/** CPUs, limits, signals, time and threads. */
final class MachineActions {
    private static final int RLIMIT_FSIZE = 1;
    private static final int SIG_BLOCK = 0;
    private static final long HANDLER = 0x400000; // somewhere in the program
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long THREAD_START_NANOS = 20_000_000;

    private MachineActions() {}

    static void addTo(Map<String, Action> table) {
        table.put("run_on_cpu", MachineActions::runOnCpu);
        table.put(
                "read_aio_nr",
                (replay, args) -> Observation.none().with("delta", Json.of(replay.aioNrDelta())));
        table.put("setrlimit_fsize", MachineActions::setrlimitFsize);
        table.put("arm_signal", MachineActions::armSignal);
        table.put("block_signal", MachineActions::blockSignal);
        table.put("sleep", MachineActions::sleep);
        table.put("thread_io_getevents", MachineActions::threadIoGetevents);
        table.put("thread_join", MachineActions::threadJoin);
    }

    private static Observation runOnCpu(AioReplay replay, Arguments args) {
        return Observation.ret(runOn(replay, (int) args.number("cpu")));
    }

    /** Binds the main thread to a CPU. */
    static long runOn(AioReplay replay, int cpu) {
        replay.memory().putLong(replay.scratch(), 1L << cpu);
        return replay.call(PlainSyscalls.SCHED_SETAFFINITY, 0, Long.BYTES, replay.scratch());
    }

    private static Observation setrlimitFsize(AioReplay replay, Arguments args) {
        long limit = args.numberOfAny("limit", "bytes", "value", "size", "fsize", "rlim_cur");
        AddressSpace memory = replay.memory();
        memory.putLong(replay.scratch(), limit);
        memory.putLong(replay.scratch() + Long.BYTES, -1L);
        return Observation.ret(
                replay.call(PlainSyscalls.SETRLIMIT, RLIMIT_FSIZE, replay.scratch()));
    }

    private static Observation armSignal(AioReplay replay, Arguments args) {
        int signal = SignalSets.number(args.text("signal"));
        args.mayHave("handler");
        AddressSpace memory = replay.memory();
        long scratch = replay.scratch();
        memory.putLong(scratch, args.text("handler", "").equals("SIG_IGN") ? 1 : HANDLER);
        replay.call(PlainSyscalls.RT_SIGACTION, signal, scratch, 0, Long.BYTES);
        long micros = args.number("after_us", 0);
        if (signal == SignalSets.number("SIGALRM")) {
            memory.putLong(scratch, 0);
            memory.putLong(scratch + 8, 0);
            memory.putLong(scratch + 16, micros / MICROS_PER_SECOND);
            memory.putLong(scratch + 24, micros % MICROS_PER_SECOND);
            return Observation.ret(replay.call(PlainSyscalls.SETITIMER, 0, scratch, 0));
        }
        replay.engine()
                .schedule(
                        micros * NANOS_PER_MICRO,
                        () -> replay.kernel().signal(replay.process(), signal));
        return Observation.ret(0);
    }

    private static Observation blockSignal(AioReplay replay, Arguments args) {
        replay.memory().putLong(replay.scratch(), SignalSets.maskOf(args.text("signal")));
        return Observation.ret(replay.call(
                PlainSyscalls.RT_SIGPROCMASK, SIG_BLOCK, replay.scratch(), 0, Long.BYTES));
    }

    private static Observation sleep(AioReplay replay, Arguments args) {
        if (args.has("us")) {
            replay.sleep(args.number("us") * NANOS_PER_MICRO);
        } else {
            replay.sleep(args.numberOfAny("ms") * NANOS_PER_MILLI);
        }
        return Observation.none();
    }

    /** Another thread, on the CPU of the main one, starts the call; the main one lets it. */
    private static Observation threadIoGetevents(AioReplay replay, Arguments args) {
        long nr = args.number("nr");
        long events = CallActions.eventArray(replay, args.text("events", "ok"), nr);
        Timeouts timeout = Timeouts.of(replay, args.text("timeout", "NULL"));
        long context = replay.names().context(args.text("ctx"));
        long minNr = args.number("min_nr");
        SteppedProgram thread = new SteppedProgram();
        String name = args.text("thread");
        thread.start(
                replay.kernel(),
                replay.process(),
                name,
                replay.main().task().cpu().number());
        ThreadCall call =
                new ThreadCall(thread, events, replay.engine().nowNanos(), timeout.nanos());
        thread.begin(operation -> operation.syscall(
                AioV1.IO_GETEVENTS, context, minNr, nr, events, timeout.address(), 0));
        replay.threads().put(name, call);
        replay.sleep(THREAD_START_NANOS);
        return Observation.none();
    }

    private static Observation threadJoin(AioReplay replay, Arguments args) {
        ThreadCall call = replay.threads().remove(args.text("thread"));
        if (call == null) {
            throw new UnknownNameException("no thread " + args.text("thread"));
        }
        while (call.program().isRunning()) {
            if (!replay.engine().step()) {
                throw new UnknownNameException("the thread never returns");
            }
        }
        long result = call.program().result();
        long elapsed = replay.engine().nowNanos() - call.startedNanos();
        Observation seen = Observation.ret(result)
                .with("waited", Json.of(Timeouts.waited(elapsed, call.timeoutNanos())));
        return EventList.addTo(seen, EventList.read(replay, call.events(), Math.max(0, result)));
    }
}
