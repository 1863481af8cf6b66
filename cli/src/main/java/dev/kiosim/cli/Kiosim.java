package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import java.util.List;
import picocli.CommandLine;

/** The {@code kiosim} command. */
public final class Kiosim {
    private Kiosim() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("--version")) { // before anything heavy is loaded
            System.out.println("kiosim " + Version.number());
            return;
        }
        int exitCode = run(args, Stdio.ofProcess());
        if (exitCode != ExitCode.INTERRUPTED.code()) { // else the JVM is ending already
            System.exit(exitCode);
        }
    }

    /** Runs the command; returns its exit code. */
    static int run(String[] args, Stdio stdio) {
        CommandLine command = Commands.forArguments(args, stdio);
        if (args.length == 0) {
            command.usage(stdio.err());
            return ExitCode.USAGE.code();
        }
        try {
            return command.execute(args);
        } catch (Error broken) {
            return new Failures(stdio).report(broken, command, List.of(args)).code();
        }
    }
}
