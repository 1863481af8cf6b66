package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The books about a random program: what was accepted, what completed and with what result, what
 * was delivered, in which order.
 */
final class Books {
    private static final long SCRATCH_BYTES = 1 << 16;

    private final TestedAbi abi;
    private final AddressSpace scratchMemory = new AddressSpace();
    private final long scratch = scratchMemory.map(SCRATCH_BYTES);
    private final Map<Object, Context> byKey = new LinkedHashMap<>();
    private final Map<Long, Completion> completions = new LinkedHashMap<>();
    private final Set<Long> accepted = new LinkedHashSet<>();

    /** What happened in one context. */
    static final class Context {
        final String name;
        final long id;
        final List<Long> completed = new ArrayList<>();
        final List<Long> delivered = new ArrayList<>();
        boolean destroyed;
        int userReapers;

        Context(String name, long id) {
            this.name = name;
            this.id = id;
        }
    }

    private record Completion(Context context, long res, List<Long> returns) {}

    Books(TestedAbi abi) {
        this.abi = abi;
    }

    Context setUp(Object key, long id) {
        Context context = new Context("c" + byKey.size(), id);
        byKey.put(key, context);
        return context;
    }

    void accept(long data) {
        accepted.add(data);
    }

    /** Called by the kernel, before the event is shown. */
    void completed(AioKiocb request) {
        Context context = byKey.get(abi.contextOf(request));
        check(context != null, "completion for a context that nobody set up");
        int bytes = request.attributes.returnBytes();
        request.attributes.putReturns(scratchMemory, scratch);
        List<Long> returns = words(scratchMemory, scratch, bytes);
        Completion completion = new Completion(context, request.res, returns);
        check(
                completions.put(request.userData, completion) == null,
                "#" + request.userData + " completed twice");
        context.completed.add(request.userData);
    }

    static List<Long> words(AddressSpace memory, long address, long bytes) {
        List<Long> words = new ArrayList<>();
        for (long i = 0; i < bytes; i += Long.BYTES) {
            words.add(memory.getLong(address + i));
        }
        return words;
    }

    /** Called by whoever took the event. */
    void deliver(TestedAbi.Event event) {
        Completion completion = completions.get(event.data());
        check(completion != null, "#" + event.data() + " delivered, and never completed");
        Context context = completion.context;
        check(!context.delivered.contains(event.data()), "#" + event.data() + " delivered twice");
        context.delivered.add(event.data());
        check(
                event.res() == completion.res,
                "#" + event.data() + " gave " + completion.res + ", and its event " + event.res());
        check(
                event.returns().equals(completion.returns),
                "#" + event.data() + " has returns " + completion.returns + ", and its event "
                        + event.returns());
        int place = context.delivered.size() - 1;
        check(
                !abi.keepsOrder() || context.completed.get(place) == event.data(),
                "completed " + context.completed + ", delivered " + context.delivered);
    }

    /** The program is over. */
    void close() {
        for (long data : accepted) {
            check(completions.containsKey(data), "#" + data + " accepted, and never completed");
        }
        for (long data : completions.keySet()) {
            check(accepted.contains(data), "#" + data + " completed, and never accepted");
        }
        for (Context context : byKey.values()) {
            List<Long> lost = new ArrayList<>(context.completed);
            lost.removeAll(context.delivered);
            Collections.sort(lost);
            check(
                    context.destroyed || lost.isEmpty(),
                    lost + " of " + context.name + " completed, and never delivered");
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
