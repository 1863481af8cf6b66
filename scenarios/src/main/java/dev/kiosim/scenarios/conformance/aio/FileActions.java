package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files, pipes and eventfds: making, opening, reading, writing, closing. */
final class FileActions {
    private static final Map<String, Integer> FLAGS = flags();
    private static final Pattern CONTENT = Pattern.compile("byte i is i mod (\\d+)");
    private static final List<String> ZEROS =
            List.of("zeros", "zeroes", "zero", "hole", "none", "");
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final int SEEK_CUR = 1;
    private static final long SMALL_FS_BYTES = 64 << 10;
    private static final long SMALL_FS_SECTOR = 1L << 25; // behind what the root uses
    private static final String SMALL_FS = "/small";

    private FileActions() {}

    private static Map<String, Integer> flags() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        flags.put("O_RDONLY", OpenFile.O_RDONLY);
        flags.put("O_WRONLY", OpenFile.O_WRONLY);
        flags.put("O_RDWR", OpenFile.O_RDWR);
        flags.put("O_CREAT", OpenFile.O_CREAT);
        flags.put("O_EXCL", OpenFile.O_EXCL);
        flags.put("O_TRUNC", OpenFile.O_TRUNC);
        flags.put("O_APPEND", OpenFile.O_APPEND);
        flags.put("O_NONBLOCK", OpenFile.O_NONBLOCK);
        flags.put("O_DSYNC", OpenFile.O_DSYNC);
        flags.put("O_SYNC", OpenFile.O_SYNC);
        flags.put("O_DIRECT", OpenFile.O_DIRECT);
        flags.put("O_DIRECTORY", OpenFile.O_DIRECTORY);
        flags.put("O_CLOEXEC", OpenFile.O_CLOEXEC);
        flags.put("O_PATH", OpenFile.O_PATH);
        flags.put("O_LARGEFILE", 0); // always meant here
        flags.put("O_NOFOLLOW", 0);
        flags.put("O_NOATIME", 0);
        flags.put("EFD_NONBLOCK", OpenFile.O_NONBLOCK);
        flags.put("EFD_CLOEXEC", OpenFile.O_CLOEXEC);
        flags.put("EFD_SEMAPHORE", EventFd.EFD_SEMAPHORE);
        return flags;
    }

    static void addTo(Map<String, Action> table) {
        table.put("open", FileActions::open);
        table.put("open_on_small_fs", FileActions::openOnSmallFs);
        table.put("close", FileActions::close);
        table.put("pipe", FileActions::pipe);
        table.put("eventfd", FileActions::eventfd);
        table.put("eventfd_read", FileActions::eventfdRead);
        table.put("eventfd_write", FileActions::eventfdWrite);
        table.put("read", FileActions::read);
        table.put("write", FileActions::write);
        table.put("lseek_cur", FileActions::lseekCur);
        table.put("drop_page_cache", FileActions::dropPageCache);
        table.put("poll2", FileActions::poll2);
    }

    /** Flags by name, joined with bars. */
    private static int flagsOf(String text) {
        int flags = 0;
        for (String name : Arguments.words(text, '|')) {
            Integer flag = FLAGS.get(name);
            if (flag != null) {
                flags |= flag;
            } else if (Arguments.isNumber(name)) {
                flags |= (int) Arguments.numberOf(name);
            } else if (!name.isEmpty()) {
                throw new UnknownNameException("no flag " + name);
            }
        }
        return flags;
    }

    private static Observation open(AioReplay replay, Arguments args) {
        String name = args.text("fd");
        int flags = flagsOf(args.text("flags", "O_RDWR"));
        args.mayHave("size", "content", "page_cache", "kind");
        String path = args.text("path", "/case/" + name);
        String kind = args.text("kind", args.has("path") ? "path" : "regular");
        if (kind.equals("regular")) {
            makeFile(replay, path, args);
        } else if (!kind.equals("path") && !args.has("path")) {
            throw new UnknownNameException("no kind of file " + kind);
        }
        replay.names().nameFile(name, replay.open(path, flags));
        return Observation.ret(0);
    }

    private static void makeFile(AioReplay replay, String path, Arguments args) {
        int fd = replay.open(path, OpenFile.O_RDWR | OpenFile.O_CREAT | OpenFile.O_TRUNC);
        long size = args.number("size", 0);
        int modulus = modulusOf(args.text("content", "zeros"));
        long buffer = replay.memory().map(CHUNK_BYTES);
        for (long at = 0; at < size; at += CHUNK_BYTES) {
            int piece = (int) Math.min(CHUNK_BYTES, size - at);
            byte[] bytes = new byte[piece];
            for (int i = 0; i < piece; i++) {
                bytes[i] = (byte) ((at + i) % modulus);
            }
            replay.memory().copyTo(buffer, bytes, 0, piece);
            replay.call(PlainSyscalls.PWRITE64, fd, buffer, piece, at);
        }
        replay.memory().unmap(buffer, CHUNK_BYTES);
        replay.call(PlainSyscalls.FSYNC, fd);
        if (!args.text("page_cache", "resident").equals("resident")) {
            replay.call(PlainSyscalls.FADVISE64, fd, 0, 0, POSIX_FADV_DONTNEED);
        }
        replay.call(PlainSyscalls.CLOSE, fd);
    }

    private static int modulusOf(String content) {
        if (ZEROS.contains(content)) {
            return 1;
        }
        Matcher pattern = CONTENT.matcher(content);
        if (!pattern.matches()) {
            throw new UnknownNameException("no content \"" + content + '"');
        }
        return Integer.parseInt(pattern.group(1));
    }

    /** A file on a file system of its own that has {@code size} bytes, or as an argument says. */
    private static Observation openOnSmallFs(AioReplay replay, Arguments args) {
        args.mayHave("kind", "size", "page_cache");
        long bytes = SMALL_FS_BYTES;
        for (String key : List.of("fs_size", "fs_bytes", "capacity", "free", "free_bytes")) {
            bytes = args.number(key, bytes);
        }
        if (!args.has("content") && bytes == SMALL_FS_BYTES) {
            bytes = args.number("size", bytes);
        }
        mountSmall(replay, bytes);
        String name = args.text("fd");
        int flags = flagsOf(args.text("flags", "O_RDWR"));
        String path = SMALL_FS + "/" + name;
        if (args.has("content")) {
            makeFile(replay, path, args);
        }
        replay.names().nameFile(name, replay.open(path, flags | OpenFile.O_CREAT));
        return Observation.ret(0);
    }

    private static void mountSmall(AioReplay replay, long bytes) {
        if (replay.kernel().vfs().fileSystemOf(SMALL_FS + "/") == replay.root()) {
            FileSystem small = new FileSystem(
                    replay.kernel().pageCache(),
                    replay.disk(),
                    SMALL_FS_SECTOR,
                    AddressSpace.pagesFor(bytes),
                    FileSystem.EXT4_FILE_BYTES_MAX);
            replay.kernel().vfs().mount(SMALL_FS, small);
        }
    }

    private static Observation close(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        return Observation.ret(replay.call(PlainSyscalls.CLOSE, fd));
    }

    private static Observation pipe(AioReplay replay, Arguments args) {
        long fds = replay.scratch();
        int flags = flagsOf(args.text("flags", ""));
        long result = replay.call(PlainSyscalls.PIPE2, fds, flags);
        String name = args.text("pipe");
        replay.names().nameFile(name + ".r", replay.memory().getInt(fds));
        replay.names().nameFile(name + ".w", replay.memory().getInt(fds + Integer.BYTES));
        return Observation.ret(result);
    }

    private static Observation eventfd(AioReplay replay, Arguments args) {
        int flags = flagsOf(args.text("flags", ""));
        long fd = replay.call(PlainSyscalls.EVENTFD2, args.number("initval", 0), flags);
        replay.names().nameFile(args.text("fd"), (int) fd);
        return Observation.ret(0);
    }

    private static Observation eventfdRead(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        long buffer = replay.scratch();
        long result = replay.call(PlainSyscalls.READ, fd, buffer, Long.BYTES);
        Observation seen = Observation.ret(result);
        return result == Long.BYTES
                ? seen.with("value", Json.ofUnsigned(replay.memory().getLong(buffer)))
                : seen;
    }

    private static Observation eventfdWrite(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        replay.memory().putLong(replay.scratch(), args.number("value"));
        return Observation.ret(replay.call(PlainSyscalls.WRITE, fd, replay.scratch(), Long.BYTES));
    }

    private static Observation read(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        long bytes = args.numberOfAny("bytes", "len", "count");
        long buffer = replay.scratch();
        long result = replay.call(PlainSyscalls.READ, fd, buffer, bytes);
        List<Json> content = new ArrayList<>();
        for (long i = 0; i < result; i++) {
            content.add(Json.of(replay.memory().getByte(buffer + i) & 0xff));
        }
        Observation seen = Observation.ret(result).with("bytes", new Json.Array(content));
        return result == Long.BYTES
                ? seen.with("value", Json.ofUnsigned(replay.memory().getLong(buffer)))
                : seen;
    }

    private static Observation write(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        long bytes = args.numberOfAny("bytes", "len", "count");
        long buffer = args.has("buf")
                ? replay.names().pointer(args.text("buf"))
                : replay.memory()
                        .map(Math.max(1, bytes)); // what is written was not recorded: zeros
        return Observation.ret(replay.call(PlainSyscalls.WRITE, fd, buffer, bytes));
    }

    private static Observation lseekCur(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        long offset = args.number("offset", 0);
        return Observation.ret(replay.call(PlainSyscalls.LSEEK, fd, offset, SEEK_CUR));
    }

    private static Observation dropPageCache(AioReplay replay, Arguments args) {
        int fd = replay.names().file(args.text("fd"));
        replay.call(PlainSyscalls.FSYNC, fd);
        long result = replay.call(PlainSyscalls.FADVISE64, fd, 0, 0, POSIX_FADV_DONTNEED);
        return Observation.ret(result);
    }

    private static Observation poll2(AioReplay replay, Arguments args) {
        AddressSpace memory = replay.memory();
        long pollfd = replay.scratch();
        memory.putInt(pollfd, replay.names().file(args.text("fd")));
        memory.putShort(pollfd + 4, (short) args.number("events", OpenFile.POLLIN));
        memory.putShort(pollfd + 6, (short) 0);
        long timeoutMillis = args.number("timeout", 0);
        long result = replay.call(PlainSyscalls.POLL, pollfd, 1, timeoutMillis);
        return Observation.ret(result)
                .with("revents", Json.of(memory.getShort(pollfd + 6) & 0xffff));
    }
}
