package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * One program on the kernel of this machine, recorded step by step in the format of
 * golden/aio-v1/README.md. After each step it waits until what must come has come, so that rings
 * can be recorded. Leaves nothing behind: contexts, descriptors, files and memory are given back.
 */
final class LiveCase implements AutoCloseable {
    /** The step that waits for what is on its way. */
    static final String WAIT = "wait_until_tail";

    private static final long SETTLE_NANOS_MAX = 10_000_000_000L;
    private static final long POLL_NANOS = 20_000;

    final LiveNames names = new LiveNames();
    final Map<String, LiveContext> contexts = new LinkedHashMap<>();
    final LiveMachine machine = new LiveMachine(this);
    final Path folder;
    final long scratch = names.map(1 << 16);
    private final List<Path> files = new ArrayList<>();
    private final Set<String> awaited = new LinkedHashSet<>();
    private final Destroyer destroyer;
    private final long graceNanos;

    /** Its files lie in {@code folder}; workers of the kernel get {@code graceNanos}. */
    LiveCase(Path folder, Destroyer destroyer, long graceNanos) {
        this.folder = folder;
        this.destroyer = destroyer;
        this.graceNanos = graceNanos;
    }

    /** Runs the program and returns it with what was seen. */
    List<Step> record(List<Step> program) {
        List<Step> recorded = new ArrayList<>();
        for (Step step : program) {
            awaited.clear();
            LiveAction action = LiveActions.find(step.call());
            Json.Obj seen = action.run(this, new Args(step.args()));
            settle(step.call());
            awaited.removeIf(ctx -> !contexts.get(ctx).isMapped());
            recorded.add(new Step(step.call(), step.args(), withRings(seen)));
            for (String ctx : List.copyOf(awaited)) {
                awaited.remove(ctx);
                recorded.add(awaiting(ctx));
            }
        }
        return recorded;
    }

    /** Waiting is a step of its own: without it nobody could say what the ring looks like. */
    private Step awaiting(String ctx) {
        Json.Obj args = new Json.Obj()
                .put("ctx", Json.of(ctx))
                .put("tail", Json.of(contexts.get(ctx).tail()));
        return new Step(WAIT, args, withRings(LiveCase.ret(0)));
    }

    private Json.Obj withRings(Json.Obj seen) {
        if (!awaited.isEmpty() || !machine.threads().isEmpty()) {
            return seen; // the moment is racy
        }
        Json.Obj rings = new Json.Obj();
        contexts.forEach((name, context) -> rings.put(name, context.header()));
        return rings.fields().isEmpty() ? seen : seen.put("rings", rings);
    }

    /** Something is on its way in that context. */
    void awaits(String ctx) {
        awaited.add(ctx);
    }

    /** Waits until every request that must end has ended. */
    private void settle(String call) {
        boolean mayWakeWorkers = switch (call) {
            case "close", "io_cancel", "io_destroy" -> true;
            default -> false;
        };
        boolean waited = mayWakeWorkers && contexts.values().stream().anyMatch(LiveContext::polls);
        if (waited) {
            LockSupport.parkNanos(graceNanos);
        }
        long start = System.nanoTime();
        for (LiveContext context : contexts.values()) {
            while (!context.settled()) {
                waited = true;
                LockSupport.parkNanos(POLL_NANOS);
                if (System.nanoTime() - start > SETTLE_NANOS_MAX) {
                    throw new IllegalStateException(
                            "a request has not ended in 10 s, after " + call);
                }
            }
        }
        if (waited) {
            LockSupport.parkNanos(graceNanos / 4); // the eventfd is signalled after the event
        }
    }

    /** The context of that name; null for one that is none. */
    LiveContext context(String name) {
        return contexts.get(name);
    }

    /** A path of this case; it is removed at the end. */
    String newPath(String name) {
        Path path = folder.resolve("case-" + name.replace('/', '-'));
        files.add(path);
        return path.toString();
    }

    @Override
    public void close() {
        machine.close();
        contexts.values().forEach(destroyer::destroy);
        names.files.values().forEach(fd -> Libc.call(Libc.CLOSE, fd));
        for (Path file : files) {
            Libc.call(Libc.UNLINK, Libc.putPath(scratch, file.toString()));
        }
        names.close();
    }

    /** How recordings write a result. */
    static Json described(long result) {
        String text = dev.kiosim.kernel.Errno.describe(result);
        return text.startsWith("-E") ? Json.of(text) : Json.of(result);
    }

    static Json.Obj ret(long result) {
        return new Json.Obj().put("ret", described(result));
    }
}
