package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The six system calls of the ABI, and io_submit again and again. */
final class LiveCalls {
    private static final int POINTER_BYTES = 8;
    private static final int RESULT_BYTES = 32;
    private static final int UNTOUCHED = 0x5a;
    private static final int OPCODE = 16;
    private static final int FILDES = 20;
    private static final int POLL = 5;

    private LiveCalls() {}

    static void addTo(Map<String, LiveAction> table) {
        table.put("io_setup", LiveCalls::ioSetup);
        table.put("io_destroy", LiveCalls::ioDestroy);
        table.put("io_submit", LiveCalls::ioSubmit);
        table.put("io_submit_repeat", LiveCalls::ioSubmitRepeat);
        table.put("io_submit_alternate_cpus", LiveCalls::ioSubmitAlternateCpus);
        table.put("io_cancel", LiveCalls::ioCancel);
        table.put("io_getevents", (live, args) -> getevents(live, args, Libc.IO_GETEVENTS));
        table.put("io_pgetevents", (live, args) -> getevents(live, args, Libc.IO_PGETEVENTS));
    }

    private static Json.Obj ioSetup(LiveCase live, Args args) {
        String pointer = args.text("ctxp", "valid");
        String value = args.text("ctxp_value", "0");
        boolean isMade = pointer.equals("valid") || pointer.equals("READONLY_PAGE");
        long ctxp = isMade ? live.names.map(POINTER_BYTES) : live.names.pointer(pointer);
        if (isMade) {
            Libc.putLong(ctxp, value.equals("none") ? 0 : live.names.context(value));
        }
        if (pointer.equals("READONLY_PAGE")) {
            Libc.must(Libc.MPROTECT, ctxp, Libc.PAGE_BYTES, Libc.PROT_READ);
        }
        long result = Libc.call(Libc.IO_SETUP, args.number("nr_events"), ctxp);
        Json.Obj seen = LiveCase.ret(result);
        if (result == 0) {
            String name = args.text("ctx");
            live.names.contexts.put(name, Libc.getLong(ctxp));
            live.contexts.put(name, new LiveContext(Libc.getLong(ctxp)));
        } else if (isMade) {
            seen.put("ctxp_value_after", Json.ofUnsigned(Libc.getLong(ctxp)));
        }
        return seen;
    }

    private static Json.Obj ioDestroy(LiveCase live, Args args) {
        String name = args.text("ctx");
        long result = Libc.call(Libc.IO_DESTROY, live.names.context(name));
        LiveContext gone = live.context(name);
        if (result == 0 && gone != null) {
            live.names.holdUnmapped(gone.address(), gone.ringBytes());
        }
        return LiveCase.ret(result);
    }

    private static Json.Obj ioSubmit(LiveCase live, Args args) {
        String ctx = args.text("ctx");
        List<Json> names = args.list("iocbpp");
        long array = args.isList("iocbpp")
                ? arrayOf(live, names)
                : live.names.pointer(args.text("iocbpp", "NULL"));
        long nr = args.number("nr", names.size());
        long result = Libc.call(Libc.IO_SUBMIT, live.names.context(ctx), nr, array);
        if (result > 0) {
            noteAccepted(live, ctx, array, result);
        }
        return LiveCase.ret(result);
    }

    private static void noteAccepted(LiveCase live, String ctx, long array, long count) {
        List<LiveContext.Request> requests = new ArrayList<>();
        boolean anyAsync = false;
        for (long i = 0; i < count; i++) {
            long iocb = Libc.getLong(array + i * POINTER_BYTES);
            int opcode = Libc.getInt(iocb + OPCODE) & 0xffff;
            int fd = Libc.getInt(iocb + FILDES);
            requests.add(new LiveContext.Request(Libc.getLong(iocb), opcode == POLL, fd));
            anyAsync |= opcode == 2 || opcode == 3 || live.machine.isDirect(fd);
        }
        live.context(ctx).accepted(requests, anyAsync);
        if (anyAsync) {
            live.awaits(ctx);
        }
    }

    private static long arrayOf(LiveCase live, List<Json> names) {
        int mapped = 0;
        while (mapped < names.size() && !textOf(names.get(mapped)).equals("UNMAPPED_SLOT")) {
            mapped++;
        }
        long bytes = (long) mapped * POINTER_BYTES;
        long pages = Libc.pagesFor(bytes + 1);
        long start = live.names.map(pages * Libc.PAGE_BYTES);
        long array = mapped < names.size() ? start + pages * Libc.PAGE_BYTES - bytes : start;
        for (int i = 0; i < mapped; i++) {
            long iocb = live.names.iocb(textOf(names.get(i)));
            Libc.putLong(array + (long) i * POINTER_BYTES, iocb);
        }
        return array;
    }

    private static String textOf(Json name) {
        return name instanceof Json.Text text ? text.value() : name.toString();
    }

    private static long same(LiveCase live, String iocb, long count) {
        long array = live.names.map(count * POINTER_BYTES);
        for (long i = 0; i < count; i++) {
            Libc.putLong(array + i * POINTER_BYTES, live.names.iocb(iocb));
        }
        return array;
    }

    private static Json.Obj ioSubmitRepeat(LiveCase live, Args args) {
        String ctx = args.text("ctx");
        long perCall = args.number("per_call", 1);
        long most = args.number("max_total", Long.MAX_VALUE);
        long array = same(live, args.text("iocb"), perCall);
        long accepted = 0;
        long result;
        do {
            long nr = Math.min(perCall, most - accepted);
            result = Libc.call(Libc.IO_SUBMIT, live.names.context(ctx), nr, array);
            if (result > 0) {
                noteAccepted(live, ctx, array, result);
                live.context(ctx).settled(); // before tail has come round once
                accepted += result;
            }
        } while (result > 0 && accepted < most);
        return LiveCase.ret(result).put("accepted_total", Json.of(accepted));
    }

    private static Json.Obj ioSubmitAlternateCpus(LiveCase live, Args args) {
        String ctx = args.text("ctx");
        long array = same(live, args.text("iocb"), 1);
        long[] accepted = new long[2];
        boolean[] refused = new boolean[2];
        long result = 0;
        for (int cpu = 0; !(refused[0] && refused[1]); cpu ^= 1) {
            if (!refused[cpu]) {
                LiveMachine.runOn(cpu);
                result = Libc.call(Libc.IO_SUBMIT, live.names.context(ctx), 1, array);
                refused[cpu] = result <= 0;
                if (result > 0) {
                    noteAccepted(live, ctx, array, result);
                    accepted[cpu]++;
                }
            }
        }
        LiveMachine.runOn(0);
        return LiveCase.ret(result).put("accepted_total", Json.of(accepted[0] + accepted[1]));
    }

    private static Json.Obj ioCancel(LiveCase live, Args args) {
        String where = args.text("result", "ok");
        boolean watched = where.equals("ok");
        long result = watched ? live.names.map(RESULT_BYTES) : live.names.pointer(where);
        if (watched) {
            Libc.fill(result, RESULT_BYTES, UNTOUCHED);
        }
        long iocb = live.names.iocb(args.text("iocb"));
        String ctx = args.text("ctx");
        long answer = Libc.call(Libc.IO_CANCEL, live.names.context(ctx), iocb, result);
        if (answer == -115) { // EINPROGRESS
            live.context(ctx).mustEnd(Libc.getLong(iocb));
            live.awaits(ctx);
        }
        Json.Obj seen = LiveCase.ret(answer);
        if (watched) {
            boolean touched = false;
            for (byte each : Libc.read(result, RESULT_BYTES)) {
                touched |= each != UNTOUCHED;
            }
            seen.put("result_buffer", Json.of(touched ? "written" : "untouched"));
        }
        return seen;
    }

    private static Json.Obj getevents(LiveCase live, Args args, int number) {
        String ctx = args.text("ctx");
        String where = args.text("events", "ok");
        long nr = args.number("nr");
        long room = Math.max(1, Math.min(nr, 1 << 18)) * LiveContext.EVENT_BYTES;
        long array = where.equals("ok") ? live.names.map(room) : eventArray(live, where);
        long timeout = timeout(live, args.text("timeout", "NULL"));
        long usig = number == Libc.IO_PGETEVENTS
                ? LiveMachine.usig(live, args.text("usig", "NULL"))
                : 0;
        long context = live.names.context(ctx);
        long start = System.nanoTime();
        long result = Libc.call(number, context, args.number("min_nr"), nr, array, timeout, usig);
        long elapsed = System.nanoTime() - start;
        Json.Obj seen = LiveCase.ret(result);
        String waited = waited(args.text("timeout", "NULL"), elapsed);
        if (!waited.isEmpty()) {
            seen.put("waited", Json.of(waited));
        }
        addEvents(live, live.context(ctx), seen, array, result);
        return seen;
    }

    /** What a finite timeout allows to say of how long it took. */
    static String waited(String timeout, long elapsedNanos) {
        int colon = timeout.indexOf(':');
        if (colon < 0) {
            return "";
        }
        long nanos = Long.parseLong(timeout.substring(0, colon)) * 1_000_000_000L
                + Long.parseLong(timeout.substring(colon + 1));
        return nanos <= 0 ? "" : elapsedNanos >= nanos ? "full_timeout" : "less_than_timeout";
    }

    static long timeout(LiveCase live, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return live.names.pointer(text);
        }
        long address = live.names.map(16);
        Libc.putLong(address, Long.parseLong(text.substring(0, colon)));
        Libc.putLong(address + 8, Long.parseLong(text.substring(colon + 1)));
        return address;
    }

    private static long eventArray(LiveCase live, String text) {
        if (!text.startsWith("room:")) {
            return live.names.pointer(text);
        }
        long bytes = Long.parseLong(text.substring("room:".length())) * LiveContext.EVENT_BYTES;
        long pages = Libc.pagesFor(bytes);
        return live.names.map(bytes) + pages * Libc.PAGE_BYTES - bytes;
    }

    /** Adds the events that came, unless their order is nobody's to know. */
    static void addEvents(
            LiveCase live, LiveContext context, Json.Obj seen, long array, long count) {
        if (count < 0) {
            return;
        }
        List<Json> events = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            events.add(event(live, array + i * LiveContext.EVENT_BYTES));
        }
        boolean shuffled = context != null && context.isShuffled();
        boolean drained = shuffled && context.isEmpty();
        boolean isKnown = !shuffled || (drained && !context.isTakenInPart());
        if (isKnown) {
            seen.put("events", new Json.Array(events));
        }
        if (drained) {
            if (isKnown) {
                seen.put("order", Json.of("unspecified"));
            }
            context.drained();
        } else if (shuffled && count > 0) {
            context.takenInPart();
        }
    }

    static Json.Obj event(LiveCase live, long address) {
        return new Json.Obj()
                .put("data", Json.ofUnsigned(Libc.getLong(address)))
                .put("obj", Json.of(live.names.iocbName(Libc.getLong(address + 8))))
                .put("res", Json.of(Libc.getLong(address + 16)))
                .put("res2", Json.of(Libc.getLong(address + 24)));
    }
}
