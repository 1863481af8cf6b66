package dev.kiosim.scenarios;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario that cannot run: all mistakes of its file, in the order of the text. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /** At least one mistake; warnings may be among them. */
    public ScenarioException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::firstLine).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** A single mistake. */
    public ScenarioException(Mistake mistake) {
        this(List.of(mistake));
    }

    /** The mistakes, in the order of the text. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
