package dev.kiosim.bench;

import java.io.IOException;
import java.util.Arrays;

/**
 * The command of this module: {@code java -jar bench.jar hold}, {@code path}, {@code memory}, or
 * {@code jmh} with JMH's options.
 */
public final class Bench {
    private static final int EXIT_USAGE = 2;

    private Bench() {}

    /** Runs the benchmark that the first argument names. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String name = args.length == 0 ? "" : args[0];
        switch (name) {
            case "hold" -> HoldComparison.run(args.length > 1 ? Integer.parseInt(args[1]) : 9);
            case "path" -> WholePath.run(args.length > 1 ? Integer.parseInt(args[1]) : 5);
            case "replay" ->
                ReplayComparison.run(
                        args.length > 1 ? Integer.parseInt(args[1]) : 5,
                        args.length > 2 ? Integer.parseInt(args[2]) : 4_000_000);
            case "tracing" -> WholePath.tracing(args.length > 1 ? Integer.parseInt(args[1]) : 5);
            case "memory" ->
                WholePath.memory(args.length > 1 ? Long.parseLong(args[1]) : 1_000_000);
            case "jmh" -> org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            default -> {
                System.err.println(
                        "usage: hold [ROUNDS] | path [ROUNDS] | tracing [ROUNDS] | replay"
                                + " [ROUNDS [REQUESTS]] | memory [IOS] | jmh [JMH-OPTIONS]");
                System.exit(EXIT_USAGE);
            }
        }
    }
}
