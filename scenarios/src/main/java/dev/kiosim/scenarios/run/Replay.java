package dev.kiosim.scenarios.run;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.kernel.Process;
import dev.kiosim.scenarios.ProcessSpec.TraceSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.trace.ReplaySource;
import dev.kiosim.scenarios.trace.TraceFormat;
import dev.kiosim.scenarios.trace.TraceFormats;
import dev.kiosim.scenarios.trace.TraceReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One trace that is replayed: its reader, its files, and what became of its lines. */
final class Replay {
    /** Reported one by one; after that only counted. */
    private static final int BAD_LINES_SHOWN = 10;
    /**
     * Longer records are cut: no bio of a real trace is longer, as BIO_MAX_VECS pages of 4 KiB are
     * 1 MiB. Assumed.
     */
    private static final int LENGTH_BYTES_MAX = 16 << 20;

    private final String path;
    private final ReplaySource source;
    private final TraceReader reader;
    private final RunOptions.Notes notes;
    private long badShown;

    Replay(
            Scenario scenario,
            TraceSpec spec,
            Process process,
            OpenFiles files,
            TaskNames names,
            RunOptions options) {
        Settings settings = spec.settings();
        path = settings.text("path");
        notes = options.notes();
        String device = settings.text("device");
        reader = open(scenario, settings, options);
        source = new ReplaySource(
                reader,
                new ReplaySource.ReplayConfig(
                        settings.text("timing").equals("recorded"),
                        settings.decimal("speed"),
                        settings.has("limit") ? settings.number("limit") : Long.MAX_VALUE,
                        LENGTH_BYTES_MAX),
                (pid, name, flags) -> process.files()
                        .install(files.openTraced(device, flags, names.trace(name))));
    }

    private TraceReader open(Scenario scenario, Settings settings, RunOptions options) {
        TraceFormat format = TraceFormats.find(settings.text("format"));
        if (format == null) {
            throw violated("the reader let trace format %s pass", settings.text("format"));
        }
        try {
            return new TraceReader(
                    options.files().open(scenario.source(), path), format, this::badLine);
        } catch (IOException e) {
            throw new ConfigException("path", path, "a trace that can be read: " + e.getMessage());
        }
    }

    private void badLine(long number, String text) {
        badShown++;
        if (badShown <= BAD_LINES_SHOWN) {
            notes.note(path + ":" + number + ": not understood, passed over: " + text.strip());
        } else if (badShown == BAD_LINES_SHOWN + 1) {
            notes.note(
                    path + ":" + number + ": not understood either; further ones are only counted");
        }
    }

    ReplaySource source() {
        return source;
    }

    /** Closes the trace and counts its lines. */
    RunSummary.ReplayCount finish() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RunSummary.ReplayCount(
                path,
                reader.lines(),
                reader.records(),
                reader.others(),
                reader.comments(),
                reader.bad(),
                source.discards(),
                source.cut());
    }
}
