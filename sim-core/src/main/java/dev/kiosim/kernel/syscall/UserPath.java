package dev.kiosim.kernel.syscall;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/** Paths in user memory: bytes up to a zero. */
final class UserPath {
    /** Relative paths start at the current directory, here the root. Source: AT_FDCWD. */
    static final int AT_FDCWD = -100;

    private static final int LENGTH_MAX = 4096;

    private UserPath() {}

    /** The text at {@code address}; null if it cannot be read up to its end. */
    static @Nullable String read(AddressSpace memory, long address) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH_MAX; i++) {
            if (!memory.isReadable(address + i, 1)) {
                return null;
            }
            byte next = memory.getByte(address + i);
            if (next == 0) {
                return text.toString();
            }
            text.append((char) (next & 0xff));
        }
        return text.toString();
    }

    /**
     * An absolute path: {@code path} from the directory open as {@code dirfd}; null if that is
     * none.
     */
    static @Nullable String absolute(Task task, int dirfd, String path) {
        if (path.startsWith("/") || path.isEmpty()) {
            return path;
        }
        if (dirfd == AT_FDCWD) {
            return "/" + path;
        }
        OpenFile directory = task.process().files().find(dirfd);
        if (directory == null || !directory.isDirectory()) {
            return null;
        }
        String name = directory.name();
        return name.endsWith("/") ? name + path : name + "/" + path;
    }
}
