package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.SteppedProgram;
import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.Map;

/** Forked children: what they can do with a context of their parent, and what their exit frees. */
final class ChildActions {
    private static final String CHILD = "child";

    private ChildActions() {}

    static void addTo(Map<String, Action> table) {
        table.put("child_after_fork", ChildActions::childAfterFork);
        table.put("child_io_setup", ChildActions::childIoSetup);
        table.put("child_exit", ChildActions::childExit);
    }

    private static SteppedProgram fork(AioReplay replay) {
        Process child = replay.kernel().fork(replay.process(), CHILD);
        SteppedProgram program = new SteppedProgram();
        program.start(replay.kernel(), child, CHILD, replay.main().task().cpu().number());
        return program;
    }

    /**
     * A child calls everything with its parent's context, looks at the ring, makes its own, exits.
     */
    private static Observation childAfterFork(AioReplay replay, Arguments args) {
        SteppedProgram child = fork(replay);
        AddressSpace memory = child.task().memory();
        long context = replay.names().context(args.text("ctx", "c0"));
        long pointers = memory.map(AddressSpace.PAGE_BYTES);
        memory.putLong(pointers, replay.names().iocb(args.text("iocb", "a")));
        long space = memory.map(AddressSpace.PAGE_BYTES);
        Observation seen = Observation.none();
        seen.with("io_submit_nr0", result(replay, child, AioV1.IO_SUBMIT, context, 0, pointers));
        seen.with("io_submit", result(replay, child, AioV1.IO_SUBMIT, context, 1, pointers));
        seen.with(
                "io_getevents", result(replay, child, AioV1.IO_GETEVENTS, context, 0, 1, space, 0));
        seen.with(
                "io_cancel",
                result(replay, child, AioV1.IO_CANCEL, context, memory.getLong(pointers), space));
        seen.with("io_destroy", result(replay, child, AioV1.IO_DESTROY, context));
        if (RingActions.header(memory, context) instanceof Json.Obj header) {
            header.fields().forEach((field, value) -> seen.with("ring_" + field + "_seen", value));
        }
        seen.with("io_setup", result(replay, child, AioV1.IO_SETUP, 1, space));
        AioRingView own = new AioRingView().wrap(memory, memory.getLong(space));
        seen.with("id_of_new_context", Json.of(own.id()));
        exit(child);
        return seen;
    }

    private static Json result(AioReplay replay, SteppedProgram child, int number, long... args) {
        return AioReplay.described(replay.call(child, number, args));
    }

    private static Observation childIoSetup(AioReplay replay, Arguments args) {
        SteppedProgram child = fork(replay);
        long ctxp = child.task().memory().map(Long.BYTES);
        long result = replay.call(child, AioV1.IO_SETUP, args.number("nr_events"), ctxp);
        replay.children().put(args.text(CHILD, CHILD), child);
        return Observation.ret(result);
    }

    private static Observation childExit(AioReplay replay, Arguments args) {
        SteppedProgram child = replay.children().remove(args.text(CHILD, CHILD));
        if (child == null) {
            throw new UnknownNameException("no child to exit");
        }
        exit(child);
        return Observation.ret(0);
    }

    private static void exit(SteppedProgram child) {
        child.run(operation -> operation.end());
    }
}
