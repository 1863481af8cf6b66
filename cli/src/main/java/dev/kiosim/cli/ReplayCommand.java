package dev.kiosim.cli;

import dev.kiosim.cli.output.Figures;
import dev.kiosim.cli.report.CacheTable;
import dev.kiosim.cli.terminal.Interruption;
import dev.kiosim.cli.terminal.ProgressLine;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.trace.CacheReplay;
import dev.kiosim.scenarios.trace.TraceFormat;
import dev.kiosim.scenarios.trace.TraceFormats;
import dev.kiosim.scenarios.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiosim replay}: block traces through caches alone, without time. */
@Command(
        name = "replay",
        description =
                "Sends block traces through caches alone, without time, and tells how many reads"
                        + " each could serve: for several sizes and policies at once.",
        footer = {
            "%nExamples:",
            "  kiosim replay pgbench-bios.ftrace.gz --cache bcache,lru,fifo",
            "  kiosim replay db.ftrace --cache-size 1GiB,2GiB,4GiB --cache-mode writeback"
        })
final class ReplayCommand implements Callable<Integer> {
    /** Reported one by one; after that only counted. */
    private static final int BAD_LINES_SHOWN = 10;

    private static final int MEBIBYTE_SHIFT = 20;
    private static final int BATCHES_AT_ONCE = 256;
    private static final Map<String, Function<List<CacheTable.Row>, String>> FORMATS =
            new TreeMap<>(Map.of(
                    "text", CacheTable::text,
                    "jsonl", CacheTable::jsonl,
                    "csv", CacheTable::csv));

    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private CacheOptions caches = new CacheOptions();

    @Option(
            names = "--trace-format",
            paramLabel = "FORMAT",
            description = "How the traces are written. Default: ftrace.")
    private String traceFormat = TraceFormats.all().get(0).name();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How the table is written: text, jsonl or csv. Default: text.")
    private String format = "text";

    @Option(
            names = {"-q", "--quiet"},
            description = "No summary and no progress; mistakes and warnings are still told.")
    private boolean isQuiet;

    @Parameters(
            paramLabel = "TRACE",
            arity = "1..*",
            description = "A trace, plain or gzip: a file, one of the library, or - for standard"
                    + " input. Several are replayed one behind the other.")
    private List<String> traces = new ArrayList<>();

    private long badLines;

    ReplayCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        try {
            return run(common.applyTo(process)).code();
        } catch (OutOfMemoryError tooMuch) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> MEBIBYTE_SHIFT;
            throw new WrongUsage("the caches do not fit into " + mebibytes
                    + " MiB of memory; expected fewer or smaller ones, a larger --block-size, or"
                    + " more memory (java -Xmx)");
        }
    }

    private ExitCode run(Stdio stdio) {
        List<String> formats = List.copyOf(FORMATS.keySet());
        CacheOptions.check("--format", format, formats);
        List<String> traceFormats =
                TraceFormats.all().stream().map(TraceFormat::name).toList();
        CacheOptions.check("--trace-format", traceFormat, traceFormats);
        List<CacheOptions.Chosen> chosen = caches.choose();
        CacheReplay replay =
                new CacheReplay(chosen.stream().map(CacheOptions.Chosen::cache).toList());
        try (Interruption interruption = new Interruption();
                ProgressLine progress = showProgress(stdio)) {
            for (String trace : traces) {
                replay(trace, replay, interruption, progress, stdio);
            }
            if (interruption.isInterrupted()) {
                stdio.err().println("kiosim: interrupted after " + replay.requests() + " requests");
                return ExitCode.INTERRUPTED;
            }
        }
        warn(replay, chosen, stdio);
        List<CacheTable.Row> rows =
                chosen.stream().map(CacheOptions.Chosen::row).toList();
        stdio.print(formatter().apply(rows));
        return ExitCode.DONE;
    }

    private Function<List<CacheTable.Row>, String> formatter() {
        return FORMATS.getOrDefault(format, CacheTable::text);
    }

    private void replay(
            String trace,
            CacheReplay replay,
            Interruption interruption,
            @Nullable ProgressLine progress,
            Stdio stdio) {
        TraceFormat known = TraceFormats.find(traceFormat);
        if (known == null) {
            throw new WrongUsage("--trace-format " + traceFormat);
        }
        badLines = 0;
        replay.beginTrace();
        try (InputStream stream = ScenarioFiles.openTrace(trace, stdio);
                TraceReader reader = new TraceReader(
                        stream,
                        known,
                        (number, text) -> bad(trace, number, text, progress, stdio))) {
            boolean goesOn = true;
            while (goesOn && !interruption.isInterrupted()) {
                for (int i = 0; i < BATCHES_AT_ONCE && goesOn; i++) {
                    goesOn = replay.advance(reader);
                }
                if (progress != null) {
                    progress.update(nanos -> howFar(replay.requests(), nanos));
                }
            }
            if (progress != null) {
                progress.erase();
            }
            tell(trace, reader, stdio);
        } catch (IOException e) {
            throw new WrongUsage(trace + " cannot be read: " + ScenarioFiles.reason(e));
        }
    }

    private static String howFar(long requests, long nanos) {
        return requests + " requests, " + Figures.perSecond(requests, nanos) + " a second";
    }

    private void bad(
            String trace, long number, String text, @Nullable ProgressLine progress, Stdio stdio) {
        badLines++;
        if (badLines > BAD_LINES_SHOWN + 1) {
            return;
        }
        if (progress != null) {
            progress.erase();
        }
        String what = badLines <= BAD_LINES_SHOWN
                ? ": not understood, passed over: " + text.strip()
                : ": not understood either; further ones are only counted";
        stdio.err().println(trace + ":" + number + what);
    }

    private void tell(String trace, TraceReader reader, Stdio stdio) {
        if (!isQuiet) {
            String bad = "not understood " + reader.bad();
            stdio.err()
                    .println(trace + ": requests " + reader.records() + "  other events "
                            + reader.others() + "  comments " + reader.comments() + "  "
                            + (reader.bad() > 0 ? stdio.palette().warning(bad) : bad));
        }
        if (reader.records() == 0 && reader.lines() > 0) {
            throw new WrongUsage(
                    trace + " has no request: is it a trace in the format " + traceFormat + "?");
        }
    }

    private static void warn(CacheReplay replay, List<CacheOptions.Chosen> chosen, Stdio stdio) {
        if (replay.beyond() > 0) {
            stdio.err()
                    .println("kiosim: " + replay.beyond()
                            + " requests lie beyond 512 TiB and were passed over");
        }
        long unaligned = chosen.stream()
                .mapToLong(one -> one.cache().counts().unaligned)
                .max()
                .orElse(0);
        if (unaligned > 0) {
            stdio.err()
                    .println("kiosim: " + unaligned + " requests are no multiple of the block, and"
                            + " bypassed bcache; perhaps --block-size 512B");
        }
    }

    private @Nullable ProgressLine showProgress(Stdio stdio) {
        boolean isShown = !isQuiet && stdio.errGoesTo() == Stdio.Target.TERMINAL;
        return isShown ? new ProgressLine(stdio.err(), System::nanoTime) : null;
    }
}
