package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.List;
import java.util.Map;

/** The six system calls of the ABI, and io_submit again and again. */
final class CallActions {
    private static final int RESULT_BYTES = 32;
    private static final long EVENTS_MAX = 1 << 18; // no ring has more, by its largest size
    private static final byte UNTOUCHED = 0x5a;

    private CallActions() {}

    static void addTo(Map<String, Action> table) {
        table.put("io_setup", CallActions::ioSetup);
        table.put("io_destroy", CallActions::ioDestroy);
        table.put("io_submit", CallActions::ioSubmit);
        table.put("io_submit_repeat", CallActions::ioSubmitRepeat);
        table.put("io_submit_alternate_cpus", CallActions::ioSubmitAlternateCpus);
        table.put("io_cancel", CallActions::ioCancel);
        table.put("io_getevents", CallActions::ioGetevents);
        table.put("io_pgetevents", CallActions::ioPgetevents);
    }

    private static Observation ioSetup(AioReplay replay, Arguments args) {
        AddressSpace memory = replay.memory();
        args.mayHave("ctx");
        String pointer = args.text("ctxp", "valid");
        String value = args.text("ctxp_value", "0");
        long ctxp = switch (pointer) {
            case "valid", "READONLY_PAGE" -> memory.map(Long.BYTES);
            default -> replay.names().pointer(pointer);
        };
        if (memory.isWritable(ctxp, Long.BYTES)) {
            memory.putLong(ctxp, value.equals("none") ? 0 : replay.names().context(value));
        }
        if (pointer.equals("READONLY_PAGE")) {
            memory.protect(ctxp, AddressSpace.PAGE_BYTES, AddressSpace.PROT_READ);
        }
        long result = replay.call(AioV1.IO_SETUP, args.number("nr_events"), ctxp);
        if (result == 0 && args.has("ctx")) {
            replay.names().nameContext(args.text("ctx"), memory.getLong(ctxp));
        }
        Observation seen = Observation.ret(result);
        return memory.isReadable(ctxp, Long.BYTES)
                ? seen.with("ctxp_value_after", Json.ofUnsigned(memory.getLong(ctxp)))
                : seen;
    }

    private static Observation ioDestroy(AioReplay replay, Arguments args) {
        long context = replay.names().context(args.text("ctx"));
        return Observation.ret(replay.call(AioV1.IO_DESTROY, context));
    }

    private static Observation ioSubmit(AioReplay replay, Arguments args) {
        long context = replay.names().context(args.text("ctx"));
        List<Json> names = args.list("iocbpp");
        long array = args.isList("iocbpp")
                ? PointerArray.of(replay, names)
                : replay.names().pointer(args.text("iocbpp", "NULL"));
        long nr = args.number("nr", names.size());
        return Observation.ret(replay.call(AioV1.IO_SUBMIT, context, nr, array));
    }

    private static Observation ioSubmitRepeat(AioReplay replay, Arguments args) {
        long context = replay.names().context(args.text("ctx"));
        long perCall = args.number("per_call", 1);
        long most = args.number("max_total", Long.MAX_VALUE);
        long array = PointerArray.same(replay, args.text("iocb"), perCall);
        long accepted = 0;
        long result = 0;
        do {
            long nr = Math.min(perCall, most - accepted);
            result = replay.call(AioV1.IO_SUBMIT, context, nr, array);
            accepted += Math.max(0, result);
        } while (result > 0 && accepted < most);
        return Observation.ret(result).with("accepted_total", Json.of(accepted));
    }

    private static Observation ioSubmitAlternateCpus(AioReplay replay, Arguments args) {
        long context = replay.names().context(args.text("ctx"));
        long array = PointerArray.same(replay, args.text("iocb"), 1);
        long most = args.number("max_total", Long.MAX_VALUE);
        long[] accepted = new long[2];
        boolean[] refused = new boolean[2];
        long result = 0;
        for (int cpu = 0; !(refused[0] && refused[1]); cpu ^= 1) {
            if (!refused[cpu] && accepted[0] + accepted[1] < most) {
                MachineActions.runOn(replay, cpu);
                result = replay.call(AioV1.IO_SUBMIT, context, 1, array);
                accepted[cpu] += Math.max(0, result);
            }
            refused[cpu] |= result <= 0 || accepted[0] + accepted[1] >= most;
        }
        MachineActions.runOn(replay, 0);
        return Observation.ret(result)
                .with("accepted_total", Json.of(accepted[0] + accepted[1]))
                .with("accepted_cpu0", Json.of(accepted[0]))
                .with("accepted_cpu1", Json.of(accepted[1]));
    }

    private static Observation ioCancel(AioReplay replay, Arguments args) {
        AddressSpace memory = replay.memory();
        String where = args.text("result", "ok");
        long result =
                where.equals("ok") ? memory.map(RESULT_BYTES) : replay.names().pointer(where);
        boolean watched = memory.isWritable(result, RESULT_BYTES);
        for (int i = 0; watched && i < RESULT_BYTES; i++) {
            memory.putByte(result + i, UNTOUCHED);
        }
        long context = replay.names().context(args.text("ctx"));
        long iocb = replay.names().iocb(args.text("iocb"));
        Observation seen = Observation.ret(replay.call(AioV1.IO_CANCEL, context, iocb, result));
        if (!watched) {
            return seen;
        }
        boolean touched = false;
        for (int i = 0; i < RESULT_BYTES; i++) {
            touched |= memory.getByte(result + i) != UNTOUCHED;
        }
        return seen.with("result_buffer", Json.of(touched ? "written" : "untouched"));
    }

    private static Observation ioGetevents(AioReplay replay, Arguments args) {
        return getevents(replay, args, AioV1.IO_GETEVENTS, 0);
    }

    private static Observation ioPgetevents(AioReplay replay, Arguments args) {
        long usig = SignalSets.usig(replay, args.text("usig", "NULL"));
        return getevents(replay, args, AioV1.IO_PGETEVENTS, usig);
    }

    private static Observation getevents(AioReplay replay, Arguments args, int number, long usig) {
        long nr = args.number("nr");
        long events = eventArray(replay, args.text("events", "ok"), nr);
        Timeouts timeout = Timeouts.of(replay, args.text("timeout", "NULL"));
        long context = replay.names().context(args.text("ctx"));
        long started = replay.engine().nowNanos();
        long result = replay.call(
                number, context, args.number("min_nr"), nr, events, timeout.address(), usig);
        long elapsed = replay.engine().nowNanos() - started;
        Observation seen = Observation.ret(result).with("waited", Json.of(timeout.waited(elapsed)));
        return EventList.addTo(seen, EventList.read(replay, events, Math.max(0, result)));
    }

    /** {@code ok}: room for all; {@code room:N}: room for N in front of an unmapped page. */
    static long eventArray(AioReplay replay, String text, long nr) {
        if (text.equals("ok")) {
            long room = Math.max(1, Math.min(nr, EVENTS_MAX));
            return replay.memory().map(room * IoEventView.SIZE_BYTES);
        }
        if (text.startsWith("room:")) {
            long bytes =
                    Arguments.numberOf(text.substring("room:".length())) * IoEventView.SIZE_BYTES;
            long pages = AddressSpace.pagesFor(bytes);
            long start = replay.memory().map(bytes);
            return start + pages * AddressSpace.PAGE_BYTES - bytes;
        }
        return replay.names().pointer(text);
    }
}
