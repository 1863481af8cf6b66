package dev.kiosim.kernel.vfs;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Files by path: what is mounted where, and opening. A path is looked up as a special file first,
 * else in the file system whose mount point is the longest prefix.
 *
 * <p>Left out: links, permissions, a current directory (relative paths start at the root).
 */
public final class Vfs {
    /** Makes the open file of a special path. */
    @FunctionalInterface
    public interface Special {
        /** Opens it with O_ flags. */
        OpenFile open(int flags);
    }

    private static final int NAME_MAX = 4096;

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

    /** Opens a path: ENOENT, EEXIST, EISDIR, ENOTDIR, EACCES, ENAMETOOLONG. */
    public Opened open(String name, int flags) {
        if (name.isEmpty()) {
            return Opened.failed(Errno.ENOENT);
        }
        if (name.length() >= NAME_MAX) {
            return Opened.failed(Errno.ENAMETOOLONG);
        }
        String path = name.startsWith("/") ? name : "/" + name;
        boolean wantsDirectory = (flags & OpenFile.O_DIRECTORY) != 0;
        Special special = specials.get(path);
        if (special != null) {
            return wantsDirectory ? Opened.failed(Errno.ENOTDIR) : Opened.of(special.open(flags));
        }
        FileSystem fileSystem = fileSystemOf(path);
        if (fileSystem == null) {
            return Opened.failed(Errno.ENOENT);
        }
        return openIn(fileSystem, path, flags, wantsDirectory);
    }

    private Opened openIn(FileSystem fileSystem, String path, int flags, boolean wantsDirectory) {
        Inode inode = fileSystem.find(path);
        boolean creates = (flags & OpenFile.O_CREAT) != 0;
        if (inode == null && (mounts.containsKey(path) || fileSystem.isDirectory(path))) {
            boolean writes = (flags & OpenFile.O_ACCMODE) != OpenFile.O_RDONLY || creates;
            return writes ? Opened.failed(Errno.EISDIR) : Opened.of(new Directory(path, flags));
        }
        if (inode == null && !creates) {
            return Opened.failed(Errno.ENOENT);
        }
        if (wantsDirectory) {
            return Opened.failed(Errno.ENOTDIR);
        }
        if (inode != null && creates && (flags & OpenFile.O_EXCL) != 0) {
            return Opened.failed(Errno.EEXIST);
        }
        Inode found = inode == null ? fileSystem.create(path) : inode;
        boolean cuts = (flags & OpenFile.O_TRUNC) != 0
                && (flags & OpenFile.O_ACCMODE) != OpenFile.O_RDONLY;
        if (cuts) {
            found.cut(kernel.pageCache(), 0);
        }
        return Opened.of(new RegularFile(kernel, path, flags, found));
    }

    /** Removes the name of a file: 0, ENOENT, or EISDIR. */
    public int unlink(String name) {
        String path = name.startsWith("/") ? name : "/" + name;
        FileSystem fileSystem = fileSystemOf(path);
        if (fileSystem == null) {
            return Errno.ENOENT;
        }
        if (fileSystem.find(path) == null && fileSystem.isDirectory(path)) {
            return Errno.EISDIR;
        }
        return fileSystem.remove(path) ? 0 : Errno.ENOENT;
    }
}
