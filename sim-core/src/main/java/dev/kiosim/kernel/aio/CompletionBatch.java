package dev.kiosim.kernel.aio;

import java.util.ArrayList;
import java.util.List;

/**
 * The one way from a completed request to whoever waits for it, whatever the kind of its context.
 * Completions gather here until their batch ends (a softirq, or a single one elsewhere), sorted by
 * context; then each context gets its run of completions and publishes once.
 *
 * <pre>
 * completed:  a1 b1 a2 a3 b2      a, b: contexts
 *             '--> a: a1 a2 a3 --> publish a     tail, eventfd and waiters once for the run
 *             '--> b: b1 b2    --> publish b
 * </pre>
 *
 * <p>Contexts come in the order of their first completion, and completions of one context in the
 * order in which they happened. Whoever is woken may complete something more (a POLL on the eventfd
 * that is signalled): that joins the end of the batch.
 *
 * <p>Invariant: a context stands on the list exactly while it is {@link Kioctx#touched}. Source of
 * the shape: the batch completion of the 2013 proposal, struct batch_complete.
 */
final class CompletionBatch {
    private final Aio aio;
    private final List<Kioctx> contexts = new ArrayList<>();
    private boolean ending;

    CompletionBatch(Aio aio) {
        this.aio = aio;
    }

    /** {@code request} has just completed; its context hears of it when the batch ends. */
    void add(Kioctx context, AioKiocb request) {
        context.run.addLast(request);
        if (!context.touched) {
            context.touched = true;
            contexts.add(context);
        }
    }

    /** The batch is through: all contexts get what is theirs. */
    void end() {
        if (ending) {
            return; // something completed in a wake-up: the loop below takes it
        }
        ending = true;
        for (int i = 0; i < contexts.size(); i++) {
            deliver(contexts.get(i));
        }
        contexts.clear();
        ending = false;
    }

    private void deliver(Kioctx context) {
        for (AioKiocb request = context.run.removeFirst();
                request != null;
                request = context.run.removeFirst()) {
            context.complete(request);
            if (!context.retains(request)) {
                aio.release(request);
            }
        }
        context.touched = false;
        aio.count(AioCounter.PUBLICATIONS);
        context.publish();
    }
}
