package dev.kiosim.scenarios.format;

import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Source;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * What is wrong with a text that is no YAML or no JSON. For YAML the place is the mark of the
 * scanner below Jackson, which is right where Jackson's own is late or early; what a person can do
 * about it is said in the place of the scanner's words where these are known.
 */
record SyntaxMistake(Location at, String message) {

    /** The mistake; {@code fallback} is Jackson's own idea of the place. */
    static SyntaxMistake of(Source source, JacksonException broken, Location fallback) {
        if (broken.getCause() instanceof MarkedYamlEngineException marked) {
            Location problemAt = place(source, marked.getProblemMark(), fallback);
            Location contextAt = place(source, marked.getContextMark(), problemAt);
            String problem = marked.getProblem() == null ? "" : marked.getProblem();
            return ofYaml(problem, problemAt, contextAt);
        }
        if (broken instanceof UnexpectedEndOfInputException) {
            return new SyntaxMistake(endOf(source), "the text ends within a bracket or quote");
        }
        if (broken instanceof StreamConstraintsException) {
            return new SyntaxMistake(
                    fallback, "brackets too deep in brackets, or a value too long");
        }
        String message = broken.getOriginalMessage();
        return new SyntaxMistake(fallback, message == null ? "cannot be read" : message);
    }

    /** {@code contextAt} is where that begins in which the problem was found. */
    private static SyntaxMistake ofYaml(String problem, Location problemAt, Location contextAt) {
        if (problem.contains("(TAB)")) {
            return new SyntaxMistake(problemAt, "a tab; YAML indents with blanks only");
        }
        if (problem.contains("unexpected end of stream")) {
            return new SyntaxMistake(contextAt, "a quote that is not closed");
        }
        if (problem.contains("cannot start any token")) {
            return new SyntaxMistake(
                    problemAt, "a character that cannot begin a value; put the value in quotes");
        }
        if (problem.contains("mapping values are not allowed")) {
            return new SyntaxMistake(
                    problemAt,
                    "a colon that begins a map where none can begin; indent the line as its"
                            + " neighbours, or put the value in quotes");
        }
        if (problem.contains("<block end>")) {
            return new SyntaxMistake(
                    problemAt, "a line that is indented like none of those above it");
        }
        if (problem.startsWith("expected ',' or")) {
            return contextAt.line() == problemAt.line()
                    ? new SyntaxMistake(problemAt, "a comma or a closing bracket is missing here")
                    : new SyntaxMistake(contextAt, "a bracket that is not closed");
        }
        return new SyntaxMistake(problemAt, problem);
    }

    private static Location endOf(Source source) {
        int line = Math.max(1, source.lines().size());
        String text = source.line(line);
        return new Location(source, line, text.codePointCount(0, text.length()) + 1);
    }

    private static Location place(Source source, Optional<Mark> mark, Location otherwise) {
        return mark.map(at -> new Location(source, at.getLine() + 1, at.getColumn() + 1))
                .orElse(otherwise);
    }
}
