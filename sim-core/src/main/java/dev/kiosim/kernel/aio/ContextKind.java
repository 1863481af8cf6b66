package dev.kiosim.kernel.aio;

/**
 * The kinds of contexts: one row each. Another kind is a subclass of {@link Kioctx} and a row here;
 * all of them get their completions from the one {@link CompletionBatch}.
 */
public enum ContextKind {
    /** The classic ABI. */
    CLASSIC("v1", KioctxV1.class, "a fixed event of 32 bytes goes into the ring's next slot"),
    /** The new ABI; its prototype is a variant of it. */
    NEW(
            "v2",
            KioctxV2.class,
            "an event with its attribute returns goes into the byte ring, or on the overflow list"),
    /** Context-less requests. */
    NOCTX(
            "noctx",
            KioctxNoctx.class,
            "results go into the iocb, which is pushed on a list in user memory"),
    /** One request that its task waits for. */
    SYNC("sync", KioctxSync.class, "the returns are stored, and the call that waits goes on");

    private final String abi;
    private final Class<? extends Kioctx> type;
    private final String delivery;

    ContextKind(String abi, Class<? extends Kioctx> type, String delivery) {
        this.abi = abi;
        this.type = type;
        this.delivery = delivery;
    }

    /** The ABI it speaks, as the completion stream names it. */
    public String abi() {
        return abi;
    }

    /** The class of its contexts. */
    public Class<? extends Kioctx> type() {
        return type;
    }

    /** What becomes of a completion: half a sentence for the reference page. */
    public String delivery() {
        return delivery;
    }
}
