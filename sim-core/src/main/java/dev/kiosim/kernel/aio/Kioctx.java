package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.WaitQueue;
import java.util.function.LongConsumer;

/** A context: where requests are counted and completions collected. Each kind is one subclass. */
public abstract class Kioctx {
    private final Aio aio;
    private final Process owner;
    private final ContextKind kind;
    private final String name;
    private final CancellableList cancellable = new CancellableList();
    /** Completions of the batch that goes on, in their order. */
    final KiocbList run = new KiocbList();
    /** Whether the batch that goes on has something for it. */
    boolean touched;

    /**
     * A context of {@code owner}. It tells {@link Aio} of itself before its subclass is complete:
     * Aio only keeps it, and calls nothing of it while it is made.
     */
    Kioctx(Aio aio, Process owner, ContextKind kind) {
        this.aio = aio;
        this.owner = owner;
        this.kind = kind;
        name = aio.nextContextName();
        aio.begun(this);
        if (!kind.type().isInstance(this)) {
            throw violated("%s is no context of kind %s", getClass().getSimpleName(), kind);
        }
    }

    /** The AIO subsystem that it belongs to. */
    final Aio aio() {
        return aio;
    }

    /** The process whose memory it lives in. */
    public final Process owner() {
        return owner;
    }

    /** Name in reports: {@code c0}, {@code c1}, in the order of set-up. */
    public final String name() {
        return name;
    }

    /** The number in its name, from 0. */
    final int number() {
        return Integer.parseInt(name, 1, name.length(), 10);
    }

    /** Requests in flight that can be cancelled. */
    final CancellableList cancellable() {
        return cancellable;
    }

    /** Starts to cancel every request in flight that can be; workers complete them. */
    final void cancelAll() {
        for (AioKiocb request = cancellable.oldest();
                request != null;
                request = cancellable.oldest()) {
            request.cancel();
        }
    }

    /** The ABI it speaks, as in {@code --abi}. */
    public String abi() {
        return kind.abi();
    }

    /**
     * Takes the completion of {@code request} from {@link CompletionBatch}: its results are set. It
     * is released afterwards, unless the context {@link #retains} it.
     */
    protected abstract void complete(AioKiocb request);

    /**
     * Whether a request that has just completed is still needed; the context then gives it back
     * with {@link Aio#release}.
     */
    protected boolean retains(AioKiocb request) {
        return false;
    }

    /** A run of completions is through: show it to user space and wake those who wait, once. */
    protected abstract void publish();

    /**
     * Tells, number by number, all that its conduct depends on from here on, beside memory that
     * user space can see. Two contexts that tell the same do the same. For the explorer.
     */
    protected abstract void state(LongConsumer to);

    /** Walks its structures and throws if something does not hold; for tests, and on request. */
    protected void checkInvariants() {
        if (!run.isEmpty()) {
            throw violated("%s: a batch has ended, and left %d of it", name, run.count());
        }
    }

    /** Wakes all in {@code waiters} with {@code key}, if there are any. */
    final void wake(WaitQueue waiters, long key) {
        if (!waiters.isEmpty()) {
            aio.count(AioCounter.WAKE_UPS);
            waiters.wakeAll(key);
        }
    }
}
