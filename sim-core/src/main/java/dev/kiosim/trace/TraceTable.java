package dev.kiosim.trace;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All tracepoints of a machine: those of the kernel, and those of its device models. */
public final class TraceTable {
    /** The code of a tracepoint is its layer's number above this, and its row in the layer. */
    static final int LAYER_SHIFT = 8;
    /** No code is as great as this. */
    static final int CODES = (TraceLayer.NUMBER_MAX + 1) << LAYER_SHIFT;

    private final List<Tracepoint> points;
    private final Tracepoint[] byCode = new Tracepoint[CODES];

    /** A table of these; no two may have the same code or name. */
    public TraceTable(List<Tracepoint> points) {
        this.points = List.copyOf(points);
        Set<String> words =
                new LinkedHashSet<>(layers().stream().map(TraceLayer::name).toList());
        for (Tracepoint point : points) {
            if (byCode[point.code()] != null || !words.add(point.label())) {
                throw violated("tracepoint %s is there twice", point.label());
            }
            if (point.fields().size() > Tracer.FIELDS_MAX) {
                throw violated("tracepoint %s has too many fields", point.label());
            }
            byCode[point.code()] = point;
        }
    }

    /** All of them, layer by layer. */
    public List<Tracepoint> points() {
        return points;
    }

    /** The layers, in the order in which they first occur. */
    public List<TraceLayer> layers() {
        return points.stream().map(Tracepoint::layer).distinct().toList();
    }

    /** Words that name what to trace: layers, then tracepoints. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        layers().forEach(layer -> words.add(layer.name()));
        points.forEach(point -> words.add(point.label()));
        return words;
    }

    /** The tracepoint of that code. */
    public Tracepoint find(int code) {
        Tracepoint point = byCode[code];
        if (point == null) {
            throw violated("no tracepoint has the code %d", code);
        }
        return point;
    }

    /** The tracepoint of that name, or null. */
    public @Nullable Tracepoint find(String label) {
        for (Tracepoint point : points) {
            if (point.label().equals(label)) {
                return point;
            }
        }
        return null;
    }

    /** By code, which tracepoints {@code words} name; all if there is none. */
    boolean[] wanted(List<String> words) {
        boolean[] wanted = new boolean[CODES];
        for (Tracepoint point : points) {
            wanted[point.code()] = words.isEmpty()
                    || words.contains(point.label())
                    || words.contains(point.layer().name());
        }
        return wanted;
    }
}
