package dev.kiosim.kernel.vfs;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Files by path: what is mounted where, and opening. A path is looked up as a special file first,
 * else in the file system whose mount point is the longest prefix.
 *
 * <p>Left out: links, a current directory (relative paths start at the root).
 */
public final class Vfs {
    /** Makes the open file of a special path. */
    @FunctionalInterface
    public interface Special {
        /** Opens it with O_ flags. */
        OpenFile open(int flags);
    }

    private static final int PATH_MAX = 4096;
    private static final int NAME_MAX = 255;

    private final Kernel kernel;
    private final Map<String, FileSystem> mounts = new LinkedHashMap<>();
    private final Map<String, Special> specials = new LinkedHashMap<>();

    /** Nothing mounted; /dev/null, /dev/zero and /dev/full exist. */
    public Vfs(Kernel kernel) {
        this.kernel = kernel;
        addMemoryDevice("/dev/null", MemoryDevice.Kind.NULL);
        addMemoryDevice("/dev/zero", MemoryDevice.Kind.ZERO);
        addMemoryDevice("/dev/full", MemoryDevice.Kind.FULL);
    }

    private void addMemoryDevice(String path, MemoryDevice.Kind kind) {
        addSpecial(path, flags -> new MemoryDevice(kind, path, flags));
    }

    /** Mounts a file system at an absolute path without a trailing slash; the root is "". */
    public void mount(String path, FileSystem fileSystem) {
        mounts.put(path, fileSystem);
        fileSystem.mountedAt(path);
    }

    /** Adds a special file, such as a device. */
    public void addSpecial(String path, Special special) {
        specials.put(path, special);
    }

    /** Adds a read-only file whose text is made on reading: for /proc. */
    public void addText(String path, Supplier<String> text) {
        addSpecial(path, flags -> new TextFile(path, flags, text));
    }

    /** The file system that holds {@code path}, or null. */
    public @Nullable FileSystem fileSystemOf(String path) {
        String mount = mountOf(path);
        return mount == null ? null : mounts.get(mount);
    }

    private @Nullable String mountOf(String path) {
        String longest = null;
        for (String mount : mounts.keySet()) {
            boolean holds = path.equals(mount) || path.startsWith(mount + "/");
            if (holds && (longest == null || mount.length() > longest.length())) {
                longest = mount;
            }
        }
        return longest;
    }

    /** What {@link #open} gives: a file, or why not. */
    public record Opened(@Nullable OpenFile file, int errno) {
        static Opened of(OpenFile file) {
            return new Opened(file, 0);
        }

        static Opened failed(int errno) {
            return new Opened(null, errno);
        }
    }

    /** An absolute path without empty parts, "." and ".."; the root is "". */
    static String normal(String name) {
        ArrayDeque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? "" : "/" + String.join("/", parts);
    }

    /** What is wrong with a name as such: ENOENT (empty), ENAMETOOLONG, or 0. */
    private static int wrong(String name) {
        if (name.isEmpty()) {
            return Errno.ENOENT;
        }
        if (name.length() >= PATH_MAX) {
            return Errno.ENAMETOOLONG;
        }
        for (String part : name.split("/", -1)) {
            if (part.length() > NAME_MAX) {
                return Errno.ENAMETOOLONG;
            }
        }
        return 0;
    }

    /**
     * Opens a path for {@code caller}, or makes a file with permissions {@code mode}: ENOENT,
     * EEXIST, EISDIR, ENOTDIR, EACCES, ENAMETOOLONG.
     */
    public Opened open(String name, int flags, int mode, Process caller) {
        int wrong = wrong(name);
        if (wrong != 0) {
            return Opened.failed(wrong);
        }
        String path = normal(name);
        boolean wantsDirectory = (flags & OpenFile.O_DIRECTORY) != 0 || name.endsWith("/");
        Special special = specials.get(path);
        if (special != null) {
            return wantsDirectory ? Opened.failed(Errno.ENOTDIR) : Opened.of(special.open(flags));
        }
        FileSystem fileSystem = fileSystemOf(path);
        int refused = fileSystem == null ? Errno.ENOENT : fileSystem.walk(path, caller.uid());
        if (fileSystem == null || refused != 0) {
            return Opened.failed(refused);
        }
        Access directory = fileSystem.directory(path);
        if (directory != null) {
            return openDirectory(path, flags, directory, caller);
        }
        Inode inode = fileSystem.find(path);
        return inode != null
                ? openFile(path, flags, wantsDirectory, inode, caller)
                : makeFile(fileSystem, path, flags, wantsDirectory, mode, caller);
    }

    private static Opened openDirectory(String path, int flags, Access access, Process caller) {
        if ((flags & OpenFile.O_CREAT) != 0) {
            boolean alone = (flags & OpenFile.O_EXCL) != 0;
            return Opened.failed(alone ? Errno.EEXIST : Errno.EISDIR);
        }
        if ((flags & OpenFile.O_ACCMODE) != OpenFile.O_RDONLY) {
            return Opened.failed(Errno.EISDIR);
        }
        boolean mayRead =
                (flags & OpenFile.O_PATH) != 0 || access.allows(caller.uid(), Access.READ);
        return mayRead
                ? Opened.of(new Directory(path, flags, access))
                : Opened.failed(Errno.EACCES);
    }

    private Opened openFile(
            String path, int flags, boolean wantsDirectory, Inode inode, Process caller) {
        if ((flags & OpenFile.O_CREAT) != 0 && (flags & OpenFile.O_EXCL) != 0) {
            return Opened.failed(Errno.EEXIST);
        }
        if (wantsDirectory) {
            return Opened.failed(Errno.ENOTDIR);
        }
        if (!inode.access().allows(caller.uid(), wanted(flags))) {
            return Opened.failed(Errno.EACCES);
        }
        boolean cuts = (flags & OpenFile.O_TRUNC) != 0
                && (flags & OpenFile.O_ACCMODE) != OpenFile.O_RDONLY;
        if (cuts) {
            inode.cut(kernel.pageCache(), 0);
        }
        return Opened.of(new RegularFile(kernel, path, flags, inode));
    }

    private static int wanted(int flags) {
        if ((flags & OpenFile.O_PATH) != 0) {
            return 0;
        }
        int mode = flags & OpenFile.O_ACCMODE;
        int truncates = (flags & OpenFile.O_TRUNC) != 0 ? Access.WRITE : 0;
        return truncates
                | (mode != OpenFile.O_WRONLY ? Access.READ : 0)
                | (mode != OpenFile.O_RDONLY ? Access.WRITE : 0);
    }

    private Opened makeFile(
            FileSystem fileSystem,
            String path,
            int flags,
            boolean wantsDirectory,
            int mode,
            Process caller) {
        if ((flags & OpenFile.O_CREAT) == 0) {
            return Opened.failed(Errno.ENOENT);
        }
        if (wantsDirectory) {
            return Opened.failed(Errno.EISDIR);
        }
        if (!fileSystem.mayChangeNames(path, caller.uid())) {
            return Opened.failed(Errno.EACCES);
        }
        Inode made = fileSystem.create(path, access(caller, mode));
        return Opened.of(new RegularFile(kernel, path, flags, made));
    }

    private static Access access(Process caller, int mode) {
        return new Access(caller.uid(), mode & 0777 & ~caller.umask());
    }

    /** Removes the name of a file: 0, ENOENT, ENOTDIR, EISDIR, EACCES, ENAMETOOLONG. */
    public int unlink(String name, Process caller) {
        FileSystem fileSystem = fileSystemOf(normal(name));
        int refused = refusal(name, fileSystem, caller);
        return fileSystem == null || refused != 0
                ? refused
                : fileSystem.remove(normal(name), caller.uid());
    }

    /** Removes an empty directory: as {@link #unlink}, and ENOTEMPTY, EBUSY (a mount point). */
    public int removeDirectory(String name, Process caller) {
        FileSystem fileSystem = fileSystemOf(normal(name));
        int refused = refusal(name, fileSystem, caller);
        return fileSystem == null || refused != 0
                ? refused
                : fileSystem.removeDirectory(normal(name), caller.uid());
    }

    /** Makes a directory: 0, EEXIST, ENOENT, ENOTDIR, EACCES, ENAMETOOLONG. */
    public int makeDirectory(String name, int mode, Process caller) {
        FileSystem fileSystem = fileSystemOf(normal(name));
        int refused = refusal(name, fileSystem, caller);
        return fileSystem == null || refused != 0
                ? refused
                : fileSystem.makeDirectory(normal(name), access(caller, mode));
    }

    private static int refusal(String name, @Nullable FileSystem fileSystem, Process caller) {
        int wrong = wrong(name);
        if (wrong != 0 || fileSystem == null) {
            return wrong != 0 ? wrong : Errno.ENOENT;
        }
        return fileSystem.walk(normal(name), caller.uid());
    }
}
