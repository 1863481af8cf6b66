package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.CaseResult;
import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import dev.kiosim.scenarios.conformance.RecordingFolder;
import dev.kiosim.scenarios.conformance.Suite;
import dev.kiosim.scenarios.conformance.aio.AioV1Suite;
import java.nio.file.Path;
import java.util.List;

/** Compares the kernel that really runs here with the simulated one, program by program. */
final class Oracle {
    /** Runs a program somewhere, and returns it with what was seen. */
    @FunctionalInterface
    interface Side {
        /** Step by step. */
        List<Step> record(List<Step> program);
    }

    /**
     * A program on which they differ.
     *
     * @param recorded the program, with what the real kernel did
     * @param difference the first step that differs
     */
    record Finding(List<Step> recorded, CaseResult.Difference difference) {}

    private final Json.Obj host;
    private final Side real;
    private final Suite suite = new AioV1Suite();

    Oracle(Json.Obj host, Side real) {
        this.host = host;
        this.real = real;
    }

    /** What differs; null if nothing does, or if the program makes no sense. */
    Finding compare(List<Step> program) {
        return differs(record(program));
    }

    /** The program with what the real kernel did; empty if it makes no sense. */
    List<Step> record(List<Step> program) {
        try {
            return real.record(program.stream()
                    .filter(step -> !step.call().equals(LiveCase.WAIT)) // it adds its own
                    .toList());
        } catch (NoSuchNameException senseless) {
            return List.of();
        }
    }

    /** Where kiosim does otherwise than {@code recorded}; null if nowhere. */
    Finding differs(List<Step> recorded) {
        CaseResult.Difference difference = replay(recorded).difference();
        return difference == null ? null : new Finding(recorded, difference);
    }

    /** The program in kiosim, against what was recorded. */
    CaseResult replay(List<Step> recorded) {
        RecordedCase made = new RecordedCase("oracle", "program", "random", List.of(), recorded);
        RecordingFolder folder = new RecordingFolder(Path.of("."), List.of(), host, List.of(made));
        return suite.open(folder).get(0).replay();
    }
}
