package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.library.Library;
import dev.kiosim.scenarios.run.TraceFiles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which scenario, and what of it is changed: arguments that several commands share. */
final class ScenarioArguments {
    @Parameters(
            paramLabel = "SCENARIO",
            completionCandidates = Names.class,
            description = "A file, a scenario of the library by its name, or - for standard input.")
    private String name = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "Seed of every random stream, instead of the scenario's.")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change a value of the scenario: --set kernel.ring_bytes=4KiB. May be"
                    + " given several times.")
    private List<String> settings = new ArrayList<>();

    /** Reads a seed. */
    static final class WholeNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(text + " is no whole number of 64 bits");
            }
        }
    }

    /** The names in the library, for the shell's completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Library.names().iterator();
        }
    }

    /** A scenario that has been found; it can be read in several variants. */
    final class Chosen {
        private final ScenarioFiles.Found found;

        private Chosen(ScenarioFiles.Found found) {
            this.found = found;
        }

        /**
         * Reads it.
         *
         * @param more settings as after {@code --set}, which come last
         * @throws dev.kiosim.scenarios.ScenarioException with all its mistakes
         */
        Scenario read(List<String> more) {
            List<String> all = new ArrayList<>(settings);
            all.addAll(more);
            return new ScenarioReader().read(found.source(), all);
        }

        /** Where its traces are. */
        TraceFiles traces() {
            return found.traces();
        }
    }

    /**
     * Finds the scenario.
     *
     * @throws WrongUsage if there is none
     */
    Chosen find(Stdio stdio) {
        return new Chosen(ScenarioFiles.find(name, stdio));
    }

    /** The scenario, as the user named it. */
    String name() {
        return name;
    }

    /** The seed, if the user gave one. */
    OptionalLong seed() {
        Long given = seed;
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }

    /** Says on standard error what is written without effect. */
    static void warn(Scenario scenario, Stdio stdio) {
        for (Mistake warning : scenario.warnings()) {
            stdio.err().println(warning.withExcerpt());
        }
    }
}
