package dev.kiosim.cli;

import java.io.PrintStream;

/** The {@code kiosim} command. */
public final class Kiosim {
    private static final int EXIT_DONE = 0;
    private static final int EXIT_USAGE = 2;

    private Kiosim() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        int exitCode = run(args, System.out, System.err);
        System.out.flush();
        System.exit(exitCode);
    }

    /** Runs the command: data to {@code out}, everything else to {@code err}. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && args[0].equals("--version")) { // before anything heavy is loaded
            out.println("kiosim " + Version.number());
            return EXIT_DONE;
        }
        err.println("usage: kiosim --version");
        return EXIT_USAGE;
    }
}
