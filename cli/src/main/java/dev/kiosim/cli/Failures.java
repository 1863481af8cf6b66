package dev.kiosim.cli;

import dev.kiosim.cli.output.OutputFailure;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.config.Nearest;
import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.explore.ScheduleException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What becomes of each kind of failure: a message on standard error, and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** Enough of a stack to see where it was. */
    private static final int FRAMES_SHOWN = 12;

    private final Stdio stdio;
    private final PrintStream err;

    Failures(Stdio stdio) {
        this.stdio = stdio;
        err = stdio.err();
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        say(
                wrong instanceof UnmatchedArgumentException unmatched
                        ? unmatched(unmatched, command)
                        : message(wrong));
        err.println("usage: " + synopsis(command) + "; " + name + " --help tells more");
        return ExitCode.USAGE.code();
    }

    private static String synopsis(CommandLine command) {
        String synopsis = command.getHelp().synopsis(0).strip();
        return synopsis.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(synopsis);
    }

    private static String message(ParameterException wrong) {
        if (wrong instanceof MissingParameterException missing) {
            List<String> labels =
                    missing.getMissing().stream().map(ArgSpec::paramLabel).toList();
            return String.join(", ", labels) + " is missing";
        }
        return String.valueOf(wrong.getMessage());
    }

    private static String unmatched(UnmatchedArgumentException wrong, CommandLine command) {
        String word = wrong.getUnmatched().get(0);
        if (word.startsWith("-") && word.length() > 1) {
            String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            List<String> options =
                    new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
            return "unknown option " + option + Nearest.question(Nearest.to(option, options));
        }
        if (command.getSubcommands().isEmpty()) {
            return "unexpected argument " + word;
        }
        return "unknown command " + word + Nearest.question(Nearest.to(word, Commands.names()));
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure, command, parsed.originalArgs()).code();
    }

    /** Says what happened. */
    ExitCode report(Throwable failure, CommandLine command, List<String> args) {
        if (failure instanceof ScenarioException wrong) {
            for (Mistake mistake : wrong.mistakes()) {
                err.println(mistake.withExcerpt());
            }
            return ExitCode.USAGE;
        }
        if (failure instanceof OutputFailure output) {
            return unwritable(output);
        }
        if (failure instanceof ScheduleException) {
            say("--schedule: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof WrongUsage || failure instanceof UncheckedIOException) {
            Throwable cause = failure.getCause();
            say(failure.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
            return ExitCode.USAGE;
        }
        return broken(failure, command, args);
    }

    /** A reader that has seen enough is no failure. */
    private ExitCode unwritable(OutputFailure output) {
        boolean isPipe =
                stdio.outGoesTo() == Stdio.Target.PIPE || output.reason().contains("Broken pipe");
        if (output.streamName().equals(Stdio.OUT_NAME) && isPipe) {
            return ExitCode.DONE;
        }
        say(String.valueOf(output.getMessage()));
        return ExitCode.USAGE;
    }

    private ExitCode broken(Throwable failure, CommandLine command, List<String> args) {
        boolean isInvariant = failure instanceof InvariantViolation;
        say(
                isInvariant
                        ? "broken invariant: " + failure.getMessage()
                        : "internal error: " + failure);
        StackTraceElement[] frames = failure.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, FRAMES_SHOWN); i++) {
            err.println("    at " + frames[i]);
        }
        err.println("This is a mistake in kiosim " + Version.number() + " (Java "
                + Runtime.version() + "). To repeat it:");
        err.println("    " + repeating(command, args));
        return ExitCode.BROKEN;
    }

    /** The command as it was typed, and the seed if it was not. */
    private static String repeating(CommandLine command, List<String> args) {
        StringBuilder text = new StringBuilder("kiosim");
        boolean hasSeed = false;
        for (String arg : args) {
            text.append(' ').append(quoted(arg));
            hasSeed |= arg.startsWith("--seed");
        }
        Object verb = command.getCommandSpec().userObject();
        if (!hasSeed && verb instanceof Seeded seeded && seeded.seed().isPresent()) {
            text.append(" --seed ").append(seeded.seed().getAsLong());
        }
        return text.toString();
    }

    /** The argument as a shell must read it. */
    static String quoted(String arg) {
        for (int i = 0; i < arg.length(); i++) {
            char c = arg.charAt(i);
            boolean isPlain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || "-_./=:,+@%".indexOf(c) >= 0);
            if (!isPlain) {
                return "'" + arg.replace("'", "'\\''") + "'";
            }
        }
        return arg.isEmpty() ? "''" : arg;
    }

    private void say(String message) {
        err.println(stdio.palette().failure("kiosim") + ": " + message);
    }
}
