package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.Map;

/**
 * Forked children of this machine. A forked JVM has one thread left, which is enough for a few
 * system calls and the end; only recordings made by hand do this.
 */
final class LiveChildren {
    private static final int SIGKILL = 9;
    private static final int KILL = 62;

    private static long child;

    private LiveChildren() {}

    static void addTo(Map<String, LiveAction> table) {
        table.put("child_after_fork", LiveChildren::childAfterFork);
        table.put("child_io_setup", LiveChildren::childIoSetup);
        table.put("child_exit", LiveChildren::childExit);
    }

    private static Json.Obj childAfterFork(LiveCase live, Args args) {
        long context = live.names.context(args.text("ctx", "c0"));
        long shared = Libc.mapShared();
        long pointers = live.names.map(8);
        Libc.putLong(pointers, live.names.iocb(args.text("iocb", "a")));
        long space = live.names.map(64);
        long pid = Libc.call(Libc.FORK);
        if (pid == 0) {
            Libc.putLong(shared, Libc.call(Libc.IO_SUBMIT, context, 0, pointers));
            Libc.putLong(shared + 8, Libc.call(Libc.IO_SUBMIT, context, 1, pointers));
            Libc.putLong(shared + 16, Libc.call(Libc.IO_GETEVENTS, context, 0, 1, space, 0));
            Libc.putLong(
                    shared + 24, Libc.call(Libc.IO_CANCEL, context, Libc.getLong(pointers), space));
            Libc.putLong(shared + 32, Libc.call(Libc.IO_DESTROY, context));
            Libc.putLong(shared + 40, Libc.getInt(context + LiveContext.offset("tail")));
            Libc.putLong(shared + 48, Libc.getInt(context + LiveContext.offset("head")));
            Libc.putLong(space, 0);
            Libc.putLong(shared + 56, Libc.call(Libc.IO_SETUP, 1, space));
            Libc.putLong(shared + 64, Libc.getInt(Libc.getLong(space)));
            Libc.call(Libc.EXIT_GROUP, 0);
        }
        Libc.call(Libc.WAIT4, pid, 0, 0, 0);
        Json.Obj seen = new Json.Obj()
                .put("io_submit_nr0", LiveCase.described(Libc.getLong(shared)))
                .put("io_submit", LiveCase.described(Libc.getLong(shared + 8)))
                .put("io_getevents", LiveCase.described(Libc.getLong(shared + 16)))
                .put("io_cancel", LiveCase.described(Libc.getLong(shared + 24)))
                .put("io_destroy", LiveCase.described(Libc.getLong(shared + 32)))
                .put("ring_tail_seen", Json.of(Libc.getLong(shared + 40)))
                .put("ring_head_seen", Json.of(Libc.getLong(shared + 48)))
                .put("id_of_new_context", Json.of(Libc.getLong(shared + 64)));
        Libc.must(Libc.MUNMAP, shared, Libc.PAGE_BYTES);
        return seen;
    }

    private static Json.Obj childIoSetup(LiveCase live, Args args) {
        long shared = Libc.mapShared();
        long ctxp = live.names.map(8);
        long pid = Libc.call(Libc.FORK);
        if (pid == 0) {
            Libc.putLong(shared, Libc.call(Libc.IO_SETUP, args.number("nr_events"), ctxp));
            Libc.putLong(shared + 8, 1);
            Libc.call(34); // pause
        }
        while (Libc.getLong(shared + 8) == 0) {
            Thread.onSpinWait();
        }
        child = pid;
        return LiveCase.ret(Libc.getLong(shared));
    }

    private static Json.Obj childExit(LiveCase live, Args args) {
        Libc.must(KILL, child, SIGKILL);
        Libc.call(Libc.WAIT4, child, 0, 0, 0);
        return new Json.Obj();
    }
}
