package dev.kiosim.scenarios.format;

import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.format.Node.Broken;
import java.util.ArrayList;
import java.util.List;

/** The mistakes found so far. */
final class Mistakes {
    private final List<Mistake> found = new ArrayList<>();

    void error(Location at, String message) {
        found.add(Mistake.error(at, message));
    }

    void warning(Location at, String message) {
        found.add(Mistake.warning(at, message));
    }

    /** Something else stands where {@code expected} should; silent if that was reported before. */
    void wrongShape(String what, Node node, String expected) {
        if (!(node instanceof Broken)) {
            error(node.at(), what + " is " + node.describe() + "; expected " + expected);
        }
    }

    int count() {
        return found.size();
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Mistake::isError);
    }

    /** In the order of the text; those at one place as they were found. */
    List<Mistake> sorted() {
        return found.stream().sorted().toList();
    }
}
