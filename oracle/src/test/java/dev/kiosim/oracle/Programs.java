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
    private static final int DESTROYS_RARELY = 40; // each waits for tens of milliseconds
    private static final String[] SIZES = {"0", "100", "512", "4096", "5000", "8192", "65536"};

    private final RandomStream random;
    private final Iocbs iocbs;
    private final List<Step> steps = new ArrayList<>();
    /** Contexts that were set up, destroyed or not. */
    private final List<String> contexts = new ArrayList<>();
    /** Those that were not destroyed: their rings can be looked at. */
    private final List<String> live = new ArrayList<>();
    /** Files and ends of pipes, by what an iocb can name. */
    final List<String> files = new ArrayList<>();

    final List<String> eventfds = new ArrayList<>();
    final List<String> buffers = new ArrayList<>();
    /** Buffers with a hole, whose protection stays: the hole must not be closed. */
    private final List<String> holed = new ArrayList<>();

    final List<String> iovecs = new ArrayList<>();
    /** Files whose pages are not in the page cache. */
    final List<String> cold = new ArrayList<>();
    /** Files opened with O_DIRECT. */
    final List<String> direct = new ArrayList<>();
    /**
     * The one buffer for direct IO, and arrays of segments in it: always mapped, and segments
     * aligned. Linux 6.18 never ends a direct write whose buffer is mapped in its first part only,
     * nor a direct read into segments with odd ends, and io_destroy waits for them.
     */
    static final String SAFE_BUFFER = "bd";

    final List<String> safeIovecs = new ArrayList<>();
    /** Whether the program may fill a ring, for which no direct IO may be on its way. */
    final boolean mayFill;

    private Programs(long seed, int number) {
        random = RandomStream.named(seed, "program " + number);
        mayFill = random.nextInt(4) == 0;
        iocbs = new Iocbs(random, this);
    }

    /** Program {@code number} of a seed: always the same. */
    static List<Step> program(long seed, int number) {
        Programs made = new Programs(seed, number);
        made.begin();
        int count = 4 + made.random.nextInt(STEPS_MAX);
        for (int i = 0; i < count; i++) {
            made.next();
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

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private boolean isHeads() {
        return random.nextInt(2) == 0;
    }

    private boolean rarely(int of) {
        return random.nextInt(of) == 0;
    }

    // The parts of a program

    private void begin() {
        setUp();
        openFile();
        if (isHeads()) {
            openFile();
        }
        addBuffer();
        if (isHeads()) {
            addPipe();
        }
        if (isHeads()) {
            addEventfd();
        }
        if (isHeads()) {
            addIovec();
        }
    }

    private void setUp() {
        String name = "c" + contexts.size();
        add(
                "io_setup",
                "ctx",
                name,
                "nr_events",
                pick("1", "8", "62", "63", "128", "500"),
                "ctxp_value",
                "0");
        contexts.add(name);
        live.add(name);
    }

    private void openFile() {
        String name = "f" + files.size();
        boolean isCold = rarely(6);
        String access = pick("O_RDWR", "O_RDWR", "O_RDWR", "O_RDONLY", "O_WRONLY");
        String more = switch (random.nextInt(8)) {
            case 0, 1 -> mayFill ? "" : "|O_DIRECT";
            case 2 -> "|O_APPEND";
            case 3 -> rarely(4) ? "|O_PATH" : "";
            default -> "";
        };
        add(
                "open",
                "fd",
                name,
                "kind",
                "regular",
                "size",
                pick(SIZES),
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

    private void addBuffer() {
        String name = "b" + buffers.size();
        add(
                "buffer",
                "buf",
                name,
                "len",
                pick("4096", "8192", "65536"),
                "align",
                "4096",
                "fill",
                "238");
        buffers.add(name);
    }

    private void addPipe() {
        String name = "p" + files.size();
        add("pipe", "pipe", name, "flags", "O_NONBLOCK");
        files.add(name + ".r");
        files.add(name + ".w");
    }

    private void addEventfd() {
        String name = "e" + eventfds.size();
        String semaphore = rarely(4) ? "|EFD_SEMAPHORE" : "";
        add(
                "eventfd",
                "fd",
                name,
                "initval",
                pick("0", "0", "1", "5"),
                "flags",
                "EFD_NONBLOCK" + semaphore);
        eventfds.add(name);
    }

    private void addIovec() {
        addIovec("v" + iovecs.size(), iovecs);
    }

    private void addIovec(String name, List<String> arrays) {
        boolean isSafe = arrays == safeIovecs;
        List<Json> segments = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            segments.add(
                    isSafe
                            ? args(
                                    "base",
                                    iocbs.alignedBuffer(),
                                    "len",
                                    pick("512", "4096", "1024", "0"))
                            : args("base", iocbs.buffer(), "len", iocbs.length()));
        }
        add("iovec", args("iovec", name).put("segs", new Json.Array(segments)));
        arrays.add(name);
    }

    private void next() {
        if (live.isEmpty()) {
            setUp();
        }
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> submit();
            case 8, 9, 10, 11 -> reap();
            case 12 -> cancel();
            case 13, 14 -> useEventfd();
            case 15, 16 -> usePipe();
            case 17 -> look();
            case 18 -> storeIntoRing();
            case 19 -> badCall();
            case 20 -> changeMemory();
            case 21 -> fill();
            case 22 -> extend();
            default -> closeOrDestroy();
        }
    }

    private void submit() {
        int count = 1 + (rarely(3) ? random.nextInt(4) : 0);
        List<Json> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isOld = iocbs.count() > 0 && rarely(4);
            names.add(Json.of(isOld ? iocbs.any() : iocbs.add()));
        }
        if (rarely(20)) {
            names.set(random.nextInt(count), Json.of(badIocb()));
        }
        String nr = rarely(15)
                ? pick("0", "-1", "1", "9223372036854775807", "-9223372036854775808")
                : Integer.toString(count);
        if (nr.equals("9223372036854775807")) {
            names.add(Json.of("UNMAPPED_SLOT"));
        }
        add("io_submit", args("ctx", context(), "nr", nr).put("iocbpp", new Json.Array(names)));
    }

    private String badIocb() {
        return pick(
                "NULL",
                "BADPTR",
                "KERNEL_PTR",
                "MINUS1",
                "HALF_UNMAPPED",
                "READONLY copy of " + iocbs.any(),
                "unaligned copy of " + iocbs.any());
    }

    private String context() {
        return rarely(40) ? pick("ZERO", "ALL_ONES", "UNMAPPED", "c0x") : pick(contexts);
    }

    private void reap() {
        String ctx = context();
        if (rarely(4)) {
            add("user_reap", "ctx", pick(live), "max", pick("1", "2", "1000"));
            return;
        }
        String min = pick("0", "0", "0", "1", "2", "-1", "9");
        String nr = pick("1", "2", "8", "1000", "1000", "0", "-1");
        String room = pick("ok", "ok", "ok", "ok", "ok", "room:1", "room:2", "NULL", "BADPTR");
        String call = rarely(5) ? "io_pgetevents" : "io_getevents";
        add(
                call,
                "ctx",
                ctx,
                "min_nr",
                min,
                "nr",
                nr,
                "timeout",
                rarely(30) ? "BADPTR" : "0:0",
                "events",
                room);
    }

    private void cancel() {
        String iocb = iocbs.count() == 0 || rarely(8) ? pick("NULL", "BADPTR") : iocbs.any();
        add("io_cancel", "ctx", context(), "iocb", iocb, "result", pick("ok", "NULL", "BADPTR"));
    }

    private void useEventfd() {
        if (eventfds.isEmpty()) {
            addEventfd();
        }
        String fd = pick(eventfds);
        switch (random.nextInt(4)) {
            case 0 ->
                add(
                        "eventfd_write",
                        "fd",
                        fd,
                        "value",
                        pick("1", "3", "0", "18446744073709551614", "18446744073709551615"));
            case 1 -> add("poll2", "fd", fd);
            default -> add("eventfd_read", "fd", fd);
        }
    }

    private void usePipe() {
        String pipe =
                files.stream().filter(name -> name.endsWith(".r")).findFirst().orElse("");
        if (pipe.isEmpty()) {
            addPipe();
            return;
        }
        String name = pipe.substring(0, pipe.length() - 2);
        String bytes = pick("1", "8", "100", "4096", "60000");
        if (isHeads()) {
            add("write", "fd", name + ".w", "bytes", bytes);
        } else {
            add("read", "fd", name + ".r", "bytes", bytes);
        }
    }

    private void look() {
        switch (random.nextInt(4)) {
            case 0 -> add("read_ring_slot", "ctx", pick(live), "slot", pick("0", "1", "2", "5"));
            case 1 -> add("lseek_cur", "fd", pick(files));
            case 2 -> add("buffer_bytes", "buf", pick(buffers), "offset", pick("0", "512"));
            default -> {
                if (iocbs.count() > 0) {
                    add("read_iocb_key", "iocb", iocbs.any());
                }
            }
        }
    }

    private void storeIntoRing() {
        String field =
                pick("head", "head", "id", "nr", "magic", "header_length", "compat_features");
        String value = field.equals("id")
                ? pick("0", "1", "2", "77", "4294967295")
                : field.equals("nr") ? pick("1", "127", "500") : pick("0", "1", "2", "5", "120");
        add("user_store_ring", "ctx", pick(live), "field", field, "value", value);
    }

    private void badCall() {
        switch (random.nextInt(5)) {
            case 0 ->
                add(
                        "io_setup",
                        "ctx",
                        "cx",
                        "nr_events",
                        pick("0", "65537", "4194305", "2147483648", "4294967295"),
                        "ctxp_value",
                        pick("0", "1"));
            case 1 ->
                add(
                        "io_setup",
                        "ctx",
                        "cx",
                        "nr_events",
                        pick("1", "0"),
                        "ctxp",
                        pick("NULL", "BADPTR", "KERNEL_PTR", "READONLY_PAGE"));
            case 2 -> add("io_destroy", "ctx", pick("ZERO", "ALL_ONES", "UNMAPPED", "c0x"));
            case 3 ->
                add(
                        "io_submit",
                        "ctx",
                        context(),
                        "nr",
                        pick("0", "1", "-1"),
                        "iocbpp",
                        pick("NULL", "BADPTR", "MINUS1", "KERNEL_PTR"));
            default ->
                add("io_cancel", "ctx", "ZERO", "iocb", pick("NULL", "BADPTR"), "result", "NULL");
        }
    }

    private void changeMemory() {
        String buffer = pick(buffers);
        switch (random.nextInt(4)) {
            case 0 -> {
                add("munmap", "buf", buffer, "from", "4096");
                holed.add(buffer);
            }
            case 1, 2 -> {
                if (!holed.contains(buffer)) {
                    String prot = pick("PROT_READ", "PROT_READ", "PROT_READ|PROT_WRITE");
                    add("mprotect", "buf", buffer, "prot", prot);
                }
            }
            default -> addBuffer();
        }
    }

    /** Takes slots until there are none, sometimes on another CPU. */
    private void fill() {
        if (!mayFill) {
            submit();
            return;
        }
        if (rarely(3)) {
            add("run_on_cpu", "cpu", pick("0", "1"));
        }
        add(
                "io_submit_repeat",
                "ctx",
                pick(contexts),
                "iocb",
                iocbs.addQuick(),
                "max_total",
                pick("3", "50", "300"),
                "per_call",
                pick("1", "7", "200"));
        if (isHeads()) {
            add("user_reap", "ctx", pick(live), "max", pick("1", "40", "1000"));
        }
    }

    private void extend() {
        switch (random.nextInt(5)) {
            case 0 -> setUp();
            case 1 -> openFile();
            case 2 -> addPipe();
            case 3 -> addIovec();
            default -> addEventfd();
        }
    }

    private void closeOrDestroy() {
        if (rarely(DESTROYS_RARELY)) {
            String ctx = pick(contexts);
            add("io_destroy", "ctx", ctx);
            live.remove(ctx);
        } else if (rarely(3)) {
            closePipeEnd();
        }
    }

    /** Closes a descriptor that is never opened again: numbers are not used twice. */
    private void closePipeEnd() {
        for (String name : files) {
            if (name.endsWith(isHeads() ? ".w" : ".r")) {
                add("close", "fd", name);
                files.remove(name);
                return;
            }
        }
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
        if (rarely(DESTROYS_RARELY)) {
            contexts.forEach(ctx -> add("io_destroy", "ctx", ctx));
        }
    }
}
