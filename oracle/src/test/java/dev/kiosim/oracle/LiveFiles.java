package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files, pipes and eventfds of this machine. */
final class LiveFiles {
    static final int O_DIRECT = 040000;
    private static final Map<String, Integer> FLAGS = flags();
    private static final int O_CREAT_RDWR_TRUNC = 0100 | 02 | 01000;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int FADV_DONTNEED = 4;
    private static final int WRITE_AND_WAIT = 7; // SYNC_FILE_RANGE_ flags
    private static final int SEEK_CUR = 1;
    private static final int CONTENT_MODULUS = 251;
    private static final long SMALL_FS_BYTES = 64 << 10;

    private LiveFiles() {}

    private static Map<String, Integer> flags() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        flags.put("O_RDONLY", 0);
        flags.put("O_WRONLY", 1);
        flags.put("O_RDWR", 2);
        flags.put("O_APPEND", 02000);
        flags.put("O_NONBLOCK", 04000);
        flags.put("O_DSYNC", 010000);
        flags.put("O_SYNC", 04010000);
        flags.put("O_DIRECT", O_DIRECT);
        flags.put("O_DIRECTORY", 0200000);
        flags.put("O_PATH", 010000000);
        flags.put("EFD_NONBLOCK", 04000);
        flags.put("EFD_SEMAPHORE", 1);
        return flags;
    }

    static void addTo(Map<String, LiveAction> table) {
        table.put("open", LiveFiles::open);
        table.put("open_on_small_fs", LiveFiles::openOnSmallFs);
        table.put("close", LiveFiles::close);
        table.put("pipe", LiveFiles::pipe);
        table.put("eventfd", LiveFiles::eventfd);
        table.put("eventfd_read", LiveFiles::eventfdRead);
        table.put("eventfd_write", LiveFiles::eventfdWrite);
        table.put("read", LiveFiles::read);
        table.put("write", LiveFiles::write);
        table.put("lseek_cur", LiveFiles::lseekCur);
        table.put("drop_page_cache", LiveFiles::dropPageCache);
        table.put("poll2", LiveFiles::poll2);
    }

    private static int flagsOf(String text) {
        int flags = 0;
        for (String name : text.split("\\|", -1)) {
            flags |= name.isEmpty() ? 0 : FLAGS.get(name);
        }
        return flags;
    }

    private static Json.Obj open(LiveCase live, Args args) {
        String name = args.text("fd");
        int flags = flagsOf(args.text("flags", "O_RDWR"));
        String path = args.has("path") ? args.text("path") : live.newPath(name);
        if (!args.has("path")) {
            makeFile(live, path, args);
        }
        openAs(live, name, path, flags);
        return new Json.Obj();
    }

    private static void openAs(LiveCase live, String name, String path, int flags) {
        long fd = Libc.must(Libc.OPEN, Libc.putPath(live.scratch, path), flags, 0600);
        live.names.files.put(name, (int) fd);
        if ((flags & O_DIRECT) != 0) {
            live.machine.noteDirect((int) fd);
        }
    }

    private static void makeFile(LiveCase live, String path, Args args) {
        long fd = Libc.must(Libc.OPEN, Libc.putPath(live.scratch, path), O_CREAT_RDWR_TRUNC, 0600);
        long size = args.number("size", 0);
        boolean zeros = !args.has("content") || args.text("content").equals("zeros");
        for (long at = 0; at < size; at += CHUNK_BYTES) {
            byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, size - at)];
            for (int i = 0; i < bytes.length && !zeros; i++) {
                bytes[i] = (byte) ((at + i) % CONTENT_MODULUS);
            }
            Libc.put(live.scratch, bytes);
            Libc.must(Libc.PWRITE64, fd, live.scratch, bytes.length, at);
        }
        if (!args.text("page_cache", "resident").equals("resident")) {
            dropPages(fd);
        } else if (args.text("flags", "").contains("O_DIRECT")) {
            Libc.must(Libc.SYNC_FILE_RANGE, fd, 0, 0, WRITE_AND_WAIT); // dirty pages are waited for
        }
        Libc.must(Libc.CLOSE, fd);
    }

    /** Pages must be clean to be dropped; the journal need not be written for that, as by fsync. */
    private static long dropPages(long fd) {
        Libc.must(Libc.SYNC_FILE_RANGE, fd, 0, 0, WRITE_AND_WAIT);
        return Libc.call(Libc.FADVISE64, fd, 0, 0, FADV_DONTNEED);
    }

    private static Json.Obj openOnSmallFs(LiveCase live, Args args) {
        String folder = live.machine.smallFileSystem(args.number("fs_size", SMALL_FS_BYTES));
        String path = folder + "/" + args.text("fd");
        makeFile(live, path, args);
        openAs(live, args.text("fd"), path, flagsOf(args.text("flags", "O_RDWR")));
        return new Json.Obj();
    }

    private static Json.Obj close(LiveCase live, Args args) {
        String name = args.text("fd");
        int fd = live.names.file(name);
        if (name.endsWith(".r") || name.endsWith(".w")) {
            String pipe = name.substring(0, name.length() - 2);
            live.machine.pipeEndCloses(pipe, name.endsWith(".w"));
        }
        return LiveCase.ret(Libc.call(Libc.CLOSE, fd));
    }

    private static Json.Obj pipe(LiveCase live, Args args) {
        long fds = live.scratch;
        long result = Libc.call(Libc.PIPE2, fds, flagsOf(args.text("flags", "")));
        String name = args.text("pipe");
        live.names.files.put(name + ".r", Libc.getInt(fds));
        live.names.files.put(name + ".w", Libc.getInt(fds + Integer.BYTES));
        return LiveCase.ret(result);
    }

    private static Json.Obj eventfd(LiveCase live, Args args) {
        int flags = flagsOf(args.text("flags", ""));
        long fd = Libc.must(Libc.EVENTFD2, args.number("initval", 0), flags);
        live.names.files.put(args.text("fd"), (int) fd);
        return new Json.Obj();
    }

    private static Json.Obj eventfdRead(LiveCase live, Args args) {
        int fd = live.names.file(args.text("fd"));
        long result = Libc.call(Libc.READ, fd, live.scratch, Long.BYTES);
        Json.Obj seen = LiveCase.ret(result);
        return result == Long.BYTES
                ? seen.put("value", Json.ofUnsigned(Libc.getLong(live.scratch)))
                : seen;
    }

    private static Json.Obj eventfdWrite(LiveCase live, Args args) {
        Libc.putLong(live.scratch, args.number("value"));
        int fd = live.names.file(args.text("fd"));
        return LiveCase.ret(Libc.call(Libc.WRITE, fd, live.scratch, Long.BYTES));
    }

    private static Json.Obj read(LiveCase live, Args args) {
        int fd = live.names.file(args.text("fd"));
        long result = Libc.call(Libc.READ, fd, live.scratch, args.number("bytes"));
        return LiveCase.ret(result);
    }

    private static Json.Obj write(LiveCase live, Args args) {
        int fd = live.names.file(args.text("fd"));
        Libc.fill(live.scratch, args.number("bytes"), 0);
        return LiveCase.ret(Libc.call(Libc.WRITE, fd, live.scratch, args.number("bytes")));
    }

    private static Json.Obj lseekCur(LiveCase live, Args args) {
        return LiveCase.ret(Libc.call(Libc.LSEEK, live.names.file(args.text("fd")), 0, SEEK_CUR));
    }

    private static Json.Obj dropPageCache(LiveCase live, Args args) {
        int fd = live.names.file(args.text("fd"));
        return LiveCase.ret(dropPages(fd));
    }

    private static Json.Obj poll2(LiveCase live, Args args) {
        long pollfd = live.scratch;
        Libc.putInt(pollfd, live.names.file(args.text("fd")));
        Libc.putShort(pollfd + 4, (int) args.number("events", 1));
        Libc.putShort(pollfd + 6, 0);
        long result = Libc.call(Libc.POLL, pollfd, 1, 0);
        int revents = Libc.getInt(pollfd + 4) >>> 16;
        return LiveCase.ret(result).put("revents", Json.of(revents));
    }
}
