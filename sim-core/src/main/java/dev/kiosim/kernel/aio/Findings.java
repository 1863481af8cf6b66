package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was noticed of a defective ABI: the first thousand in full, all of them counted. */
public final class Findings {
    private static final int KEPT_MAX = 1_000;

    private final Engine engine;
    private final List<Finding> kept = new ArrayList<>();
    private final long[] counts = new long[Finding.Kind.values().length];
    private long count;

    Findings(Engine engine) {
        this.engine = engine;
    }

    void add(Finding.Kind kind, String text) {
        counts[kind.ordinal()]++;
        if (count++ < KEPT_MAX) {
            kept.add(new Finding(kind, engine.nowNanos(), text));
        }
    }

    /** How many there were. */
    public long count() {
        return count;
    }

    /** How many there were of one kind. */
    public long count(Finding.Kind kind) {
        return counts[kind.ordinal()];
    }

    /** The first thousand, in the order in which they were noticed. */
    public List<Finding> kept() {
        return Collections.unmodifiableList(kept);
    }
}
