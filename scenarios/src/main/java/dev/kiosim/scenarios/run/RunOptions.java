package dev.kiosim.scenarios.run;

import dev.kiosim.engine.Chooser;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.program.LessonProgram;
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
 * @param watch who watches each step; null if nobody does
 */
public record RunOptions(
        OptionalLong seed,
        TraceReader traceReader,
        CompletionSink sink,
        Notes notes,
        TraceFiles files,
        @Nullable Watch watch) {

    /** A run that nobody watches. */
    public RunOptions(
            OptionalLong seed,
            TraceReader traceReader,
            CompletionSink sink,
            Notes notes,
            TraceFiles files) {
        this(seed, traceReader, sink, notes, files, null);
    }

    /** The same run, watched. */
    public RunOptions watchedBy(Watch watcher) {
        return new RunOptions(seed, traceReader, sink, notes, files, watcher);
    }

    /** Who orders competing steps; null is first-come. */
    @Nullable
    Chooser chooser() {
        return watch == null ? null : watch.chooser();
    }

    /**
     * Somebody who watches each step of a run. Programs that have ended then sleep for ever instead
     * of exiting, so that what they leave in rings and on lists can be seen.
     *
     * @param chooser says which of several steps goes first
     * @param listener hears what the programs do
     */
    public record Watch(Chooser chooser, LessonProgram.Listener listener) {}

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
