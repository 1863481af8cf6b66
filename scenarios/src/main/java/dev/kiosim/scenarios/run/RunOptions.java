package dev.kiosim.scenarios.run;

import dev.kiosim.trace.TraceReader;
import java.util.OptionalLong;

/**
 * What the caller of a run decides, beside the scenario.
 *
 * @param seed instead of the scenario's
 * @param traceReader who takes the records of tracepoints
 * @param sink who takes the completion stream
 * @param notes who hears what people should know: a damaged trace line, a refused iocb
 * @param files where traces are found
 */
public record RunOptions(
        OptionalLong seed,
        TraceReader traceReader,
        CompletionSink sink,
        Notes notes,
        TraceFiles files) {

    /** Takes what people should know while a run goes on. */
    @FunctionalInterface
    public interface Notes {
        /** Something is not as it should be: one line. */
        void note(String line);

        /** What a lesson's step did: a line, or a picture of several. */
        default void remark(String lines) {
            note(lines);
        }
    }
}
