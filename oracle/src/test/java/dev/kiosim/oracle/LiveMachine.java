package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** CPUs, limits, signals, time and threads of one case, put right again at its end. */
final class LiveMachine implements AutoCloseable {
    private static final int RLIMIT_FSIZE = 1;
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIGALRM = 14;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SIGEV_THREAD_ID = 4;
    private static final int SA_RESTART = 0x10000000;
    private static final int SIGACTION_BYTES = 152;
    private static final long THREAD_START_MILLIS = 20;
    private static final int MOUNT = 165;
    private static final int UMOUNT2 = 166;

    /** A thread that has started a call, and what came of it. */
    private static final class ThreadCall {
        final CountDownLatch started = new CountDownLatch(1);
        Thread thread;
        long result;
        long elapsedNanos;
        long events;
        String timeout;
        LiveContext context;
    }

    private final LiveCase live;
    private final Map<String, ThreadCall> threads = new LinkedHashMap<>();
    private final Set<Integer> direct = new LinkedHashSet<>();
    private final Set<String> closed = new LinkedHashSet<>();
    private final long aioNrAtStart = aioNr();
    private long timer = -1;
    private boolean signalBlocked;
    private boolean fileSizeLimited;
    private String smallFileSystem = "";

    LiveMachine(LiveCase live) {
        this.live = live;
    }

    static void addTo(Map<String, LiveAction> table) {
        table.put("run_on_cpu", (live, args) -> LiveCase.ret(runOn((int) args.number("cpu"))));
        table.put(
                "read_aio_nr",
                (live, args) ->
                        new Json.Obj().put("delta", Json.of(aioNr() - live.machine.aioNrAtStart)));
        table.put("setrlimit_fsize", (live, args) -> live.machine.limitFileSize(args));
        table.put("arm_signal", (live, args) -> live.machine.armSignal(args));
        table.put("block_signal", (live, args) -> live.machine.blockSignal());
        table.put("sleep", (live, args) -> sleep(args.number("ms")));
        table.put("thread_io_getevents", (live, args) -> live.machine.threadIoGetevents(args));
        table.put("thread_join", (live, args) -> live.machine.threadJoin(args));
    }

    void noteDirect(int fd) {
        direct.add(fd);
    }

    boolean isDirect(int fd) {
        return direct.contains(fd);
    }

    Set<String> threads() {
        return threads.keySet();
    }

    /** Binds this thread to a CPU. */
    static long runOn(int cpu) {
        long mask = Libc.map(8);
        Libc.putLong(mask, 1L << cpu);
        long result = Libc.call(Libc.SCHED_SETAFFINITY, 0, 8, mask);
        Libc.unmap(mask, 8);
        return result;
    }

    static long aioNr() {
        try {
            return Long.parseLong(
                    Files.readString(Path.of("/proc/sys/fs/aio-nr")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An end of a pipe closes: who polls the other end will be told. */
    void pipeEndCloses(String pipe, boolean writeEnd) {
        String name = pipe + (writeEnd ? ".r" : ".w");
        live.contexts.forEach((ctx, context) -> {
            if (context.polls()) {
                live.awaits(ctx); // a worker may end them
            }
        });
        closed.add(pipe + (writeEnd ? ".w" : ".r"));
        if (closed.contains(name)) {
            return; // its number may be another file's by now
        }
        int closing = live.names.file(pipe + (writeEnd ? ".w" : ".r"));
        int other = live.names.file(name);
        boolean isHeld = polls(closing);
        live.contexts.forEach((ctx, context) -> {
            if (!isHeld && context.pollsOn(other)) {
                context.endPollsOn(other);
                live.awaits(ctx);
            }
        });
    }

    private boolean polls(int fd) {
        return live.contexts.values().stream().anyMatch(context -> context.pollsOn(fd));
    }

    // Limits

    private Json.Obj limitFileSize(Args args) {
        fileSizeLimited = true;
        return LiveCase.ret(setFileSizeLimit(args.number("limit")));
    }

    private long setFileSizeLimit(long bytes) {
        Libc.putLong(live.scratch, bytes);
        Libc.putLong(live.scratch + 8, -1);
        return Libc.call(Libc.PRLIMIT64, 0, RLIMIT_FSIZE, live.scratch, 0);
    }

    /** A file system of so many bytes, mounted for this case. */
    String smallFileSystem(long bytes) {
        if (smallFileSystem.isEmpty()) {
            try {
                smallFileSystem =
                        Files.createTempDirectory(live.folder, "small").toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            long kind = Libc.putPath(live.scratch, "tmpfs");
            long path = Libc.putPath(live.scratch + 100, smallFileSystem);
            long options = Libc.putPath(live.scratch + 1000, "size=" + bytes);
            Libc.must(MOUNT, kind, path, kind, 0, options);
        }
        return smallFileSystem;
    }

    // Signals

    private Json.Obj armSignal(Args args) {
        long action = live.names.map(SIGACTION_BYTES);
        Libc.putLong(action, Libc.function("abs")); // a function that does nothing to see
        Libc.putInt(action + 136, SA_RESTART);
        Libc.sigaction(SIGALRM, action);
        long event = live.names.map(64);
        Libc.putInt(event + 8, SIGALRM);
        Libc.putInt(event + 12, SIGEV_THREAD_ID);
        Libc.putInt(event + 16, (int) Libc.call(Libc.GETTID));
        Libc.must(Libc.TIMER_CREATE, CLOCK_MONOTONIC, event, live.scratch);
        timer = Libc.getInt(live.scratch);
        long when = live.names.map(32);
        Libc.putLong(when + 24, args.number("after_us") * 1_000);
        Libc.must(Libc.TIMER_SETTIME, timer, 0, when, 0);
        return new Json.Obj();
    }

    private Json.Obj blockSignal() {
        signalBlocked = true;
        mask(SIG_BLOCK);
        return new Json.Obj();
    }

    private void mask(int how) {
        Libc.putLong(live.scratch, 1L << (SIGALRM - 1));
        Libc.must(Libc.RT_SIGPROCMASK, how, live.scratch, 0, 8);
    }

    /** A struct __aio_sigset, as recordings write it. */
    static long usig(LiveCase live, String text) {
        if (!text.startsWith("{")) {
            return live.names.pointer(text);
        }
        int comma = text.indexOf(',');
        String mask = text.substring(1, comma);
        String last = mask.substring(mask.lastIndexOf(' ') + 1);
        long struct = live.names.map(24);
        boolean isSpecial = last.equals("NULL") || last.equals("BADPTR");
        Libc.putLong(struct, isSpecial ? live.names.pointer(last) : struct + 16);
        String size = text.substring(text.lastIndexOf(' ') + 1, text.length() - 1);
        Libc.putLong(struct + 8, Long.parseLong(size));
        Libc.putLong(struct + 16, mask.equals("SIGALRM") ? 1L << (SIGALRM - 1) : 0);
        return struct;
    }

    // Time and threads

    private static Json.Obj sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Json.Obj();
    }

    private Json.Obj threadIoGetevents(Args args) {
        long nr = args.number("nr");
        ThreadCall call = new ThreadCall();
        call.events = live.names.map(Math.max(1, nr) * LiveContext.EVENT_BYTES);
        call.timeout = args.text("timeout", "NULL");
        call.context = live.context(args.text("ctx"));
        long timeout = LiveCalls.timeout(live, call.timeout);
        long context = live.names.context(args.text("ctx"));
        long minNr = args.number("min_nr");
        call.thread = new Thread(() -> {
            runOn(0);
            long start = System.nanoTime();
            call.started.countDown();
            call.result = Libc.call(Libc.IO_GETEVENTS, context, minNr, nr, call.events, timeout);
            call.elapsedNanos = System.nanoTime() - start;
        });
        call.thread.start();
        threads.put(args.text("thread"), call);
        sleep(THREAD_START_MILLIS);
        return new Json.Obj();
    }

    private Json.Obj threadJoin(Args args) {
        ThreadCall call = threads.remove(args.text("thread"));
        if (call == null) {
            throw new NoSuchNameException(args.text("thread"));
        }
        try {
            call.thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Json.Obj seen = LiveCase.ret(call.result);
        String waited = LiveCalls.waited(call.timeout, call.elapsedNanos);
        if (!waited.isEmpty()) {
            seen.put("waited", Json.of(waited));
        }
        LiveCalls.addEvents(live, call.context, seen, call.events, call.result);
        return seen;
    }

    @Override
    public void close() {
        runOn(0);
        if (timer >= 0) {
            Libc.call(Libc.TIMER_DELETE, timer);
        }
        if (signalBlocked) {
            sleep(THREAD_START_MILLIS);
            mask(SIG_UNBLOCK);
        }
        if (fileSizeLimited) {
            setFileSizeLimit(-1);
        }
        if (!smallFileSystem.isEmpty()) {
            live.names.files.values().forEach(fd -> Libc.call(Libc.CLOSE, fd));
            live.names.files.clear();
            Libc.call(UMOUNT2, Libc.putPath(live.scratch, smallFileSystem), 0);
            new java.io.File(smallFileSystem).delete();
        }
    }
}
