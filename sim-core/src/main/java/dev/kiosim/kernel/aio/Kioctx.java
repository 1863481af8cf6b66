package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Process;

/** A context: where requests are counted and completions collected. Each kind is one subclass. */
public abstract class Kioctx {
    private final Process owner;
    private final String name;
    private final CancellableList cancellable = new CancellableList();
    boolean touched;

    /** A context of {@code owner}; {@code name} is for reports. */
    protected Kioctx(Process owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    /** The process whose memory it lives in. */
    public final Process owner() {
        return owner;
    }

    /** Name in reports: {@code c0}, {@code c1}, in the order of set-up. */
    public final String name() {
        return name;
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
    public abstract String abi();

    /**
     * Takes the completion of {@code request}: its results are set. It is released afterwards,
     * unless the context {@link #retains} it.
     */
    protected abstract void complete(AioKiocb request);

    /**
     * Whether a request that has just completed is still needed; the context then gives it back
     * with {@link Aio#release}.
     */
    protected boolean retains(AioKiocb request) {
        return false;
    }

    /** A batch that touched this context is through: wake those who wait. */
    protected abstract void publish();
}
