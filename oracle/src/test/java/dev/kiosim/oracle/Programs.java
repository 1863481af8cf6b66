package dev.kiosim.oracle;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Random programs: what a curious and careless programmer would call. Everything that could block
 * for ever is left out (pipes and eventfds do not block, time-outs are 0), and everything whose
 * result depends on who else uses the machine (aio-nr near its limit, rights).
 */
final class Programs {
    private static final int STEPS_MAX = 14;
    static final int DESTROYS_RARELY = 40; // each waits for tens of milliseconds
    private static final String[] SIZES = {"0", "100", "512", "4096", "5000", "8192", "65536"};

    private final Dice dice;
    final Iocbs iocbs;
    private final List<Step> steps = new ArrayList<>();
    /** Contexts that were set up, destroyed or not. */
    final List<String> contexts = new ArrayList<>();
    /** Those that were not destroyed: their rings can be looked at. */
    final List<String> live = new ArrayList<>();
    /** Files and ends of pipes, by what an iocb can name. */
    final List<String> files = new ArrayList<>();

    final List<String> eventfds = new ArrayList<>();
    final List<String> buffers = new ArrayList<>();
    /** Buffers with a hole, whose protection stays: the hole must not be closed. */
    final List<String> holed = new ArrayList<>();

    final List<String> iovecs = new ArrayList<>();
    /** Files whose pages are not in the page cache. */
    final List<String> cold = new ArrayList<>();
    /** What polls were made of, and so may hold. */
    final List<String> polled = new ArrayList<>();
    /** Files opened with O_DIRECT. */
    final List<String> direct = new ArrayList<>();
    /**
     * The one buffer for direct IO, and arrays of segments in it: always mapped, and segments
     * aligned. On Linux 6.18 under heavy load, direct writes whose buffer is mapped in its first
     * part only, and direct reads into segments with odd ends, were seen not to end in 10 s; it
     * could not be repeated: 300 random ones ended within 0.03 s.
     */
    static final String SAFE_BUFFER = "bd";

    final List<String> safeIovecs = new ArrayList<>();
    /** Whether the program may fill a ring, for which no direct IO may be on its way. */
    final boolean mayFill;

    private Programs(long seed, int number) {
        dice = new Dice(RandomStream.named(seed, "program " + number));
        mayFill = dice.upTo(4) == 0;
        iocbs = new Iocbs(dice, this);
    }

    /** Program {@code number} of a seed: always the same. */
    static List<Step> program(long seed, int number) {
        Programs made = new Programs(seed, number);
        RandomSteps random = new RandomSteps(made, made.dice);
        made.begin();
        int count = 4 + made.dice.upTo(STEPS_MAX);
        for (int i = 0; i < count; i++) {
            random.next();
        }
        made.end();
        return made.steps;
    }

    // Writing steps

    static Json.Obj args(String... keysAndValues) {
        Json.Obj args = new Json.Obj();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            args.put(keysAndValues[i], value(keysAndValues[i + 1]));
        }
        return args;
    }

    private static Json value(String text) {
        return text.matches("-?\\d+")
                ? new Json.Whole(new java.math.BigInteger(text))
                : Json.of(text);
    }

    void add(String call, String... keysAndValues) {
        add(call, args(keysAndValues));
    }

    void add(String call, Json.Obj args) {
        steps.add(new Step(call, args, new Json.Obj()));
    }

    // The parts of a program

    private void begin() {
        setUp();
        openFile();
        if (dice.isHeads()) {
            openFile();
        }
        addBuffer();
        if (dice.isHeads()) {
            addPipe();
        }
        if (dice.isHeads()) {
            addEventfd();
        }
        if (dice.isHeads()) {
            addIovec();
        }
    }

    void setUp() {
        String name = "c" + contexts.size();
        add(
                "io_setup",
                "ctx",
                name,
                "nr_events",
                dice.pick("1", "8", "62", "63", "128", "500"),
                "ctxp_value",
                "0");
        contexts.add(name);
        live.add(name);
    }

    void openFile() {
        String name = "f" + files.size();
        boolean isCold = dice.rarely(6);
        String access = dice.pick("O_RDWR", "O_RDWR", "O_RDWR", "O_RDONLY", "O_WRONLY");
        String more = switch (dice.upTo(8)) {
            case 0, 1 -> mayFill ? "" : "|O_DIRECT";
            case 2 -> "|O_APPEND";
            case 3 -> dice.rarely(4) ? "|O_PATH" : "";
            default -> "";
        };
        add(
                "open",
                "fd",
                name,
                "kind",
                "regular",
                "size",
                dice.pick(SIZES),
                "content",
                "byte i is i mod 251",
                "flags",
                access + more,
                "page_cache",
                isCold ? "dropped" : "resident");
        files.add(name);
        if (isCold) {
            cold.add(name);
        }
        if (more.equals("|O_DIRECT")) {
            addDirect(name);
        }
    }

    private void addDirect(String file) {
        if (direct.isEmpty()) {
            add("buffer", "buf", SAFE_BUFFER, "len", "65536", "align", "4096", "fill", "238");
            addIovec("vd0", safeIovecs);
            addIovec("vd1", safeIovecs);
        }
        direct.add(file);
    }

    void addBuffer() {
        String name = "b" + buffers.size();
        add(
                "buffer",
                "buf",
                name,
                "len",
                dice.pick("4096", "8192", "65536"),
                "align",
                "4096",
                "fill",
                "238");
        buffers.add(name);
    }

    void addPipe() {
        String name = "p" + files.size();
        add("pipe", "pipe", name, "flags", "O_NONBLOCK");
        files.add(name + ".r");
        files.add(name + ".w");
    }

    void addEventfd() {
        String name = "e" + eventfds.size();
        String semaphore = dice.rarely(4) ? "|EFD_SEMAPHORE" : "";
        add(
                "eventfd",
                "fd",
                name,
                "initval",
                dice.pick("0", "0", "1", "5"),
                "flags",
                "EFD_NONBLOCK" + semaphore);
        eventfds.add(name);
    }

    void addIovec() {
        addIovec("v" + iovecs.size(), iovecs);
    }

    private void addIovec(String name, List<String> arrays) {
        boolean isSafe = arrays == safeIovecs;
        List<Json> segments = new ArrayList<>();
        int count = dice.upTo(5);
        for (int i = 0; i < count; i++) {
            segments.add(
                    isSafe
                            ? args(
                                    "base",
                                    iocbs.alignedBuffer(),
                                    "len",
                                    dice.pick("512", "4096", "1024", "0"))
                            : args("base", iocbs.buffer(), "len", iocbs.length()));
        }
        add("iovec", args("iovec", name).put("segs", new Json.Array(segments)));
        arrays.add(name);
    }

    private void end() {
        for (String ctx : contexts) {
            add(
                    "io_getevents",
                    "ctx",
                    ctx,
                    "min_nr",
                    "0",
                    "nr",
                    "1000",
                    "timeout",
                    "0:0",
                    "events",
                    "ok");
        }
        for (String fd : eventfds) {
            add("eventfd_read", "fd", fd);
        }
        if (dice.rarely(DESTROYS_RARELY)) {
            contexts.forEach(ctx -> add("io_destroy", "ctx", ctx));
        }
    }
}
