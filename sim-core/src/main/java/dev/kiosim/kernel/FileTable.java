package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.vfs.OpenFile;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Open files by descriptor: the lowest free number is given out. Source: Linux fs/file.c. */
public final class FileTable {
    private static final int FIRST = 3; // 0 to 2 are the terminal's

    private static final int LIMIT_DEFAULT = 1024; // RLIMIT_NOFILE, INR_OPEN_CUR

    private OpenFile[] files = new OpenFile[16];
    private int limit = LIMIT_DEFAULT;

    /** RLIMIT_NOFILE: one more than the greatest descriptor that is given out. */
    public void setLimit(int descriptors) {
        limit = descriptors;
    }

    /**
     * Gives {@code file} the lowest free descriptor; the table holds a reference. -EMFILE if none
     * is allowed; the file, of which nobody holds a reference then, is closed.
     */
    public int install(OpenFile file) {
        int fd = FIRST;
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        if (fd >= limit) {
            file.hold();
            file.release();
            return -Errno.EMFILE;
        }
        if (fd == files.length) {
            files = Arrays.copyOf(files, fd * 2);
        }
        files[fd] = file;
        file.hold();
        return fd;
    }

    /** The file open under {@code fd}, or null. */
    public @Nullable OpenFile find(int fd) {
        return fd >= 0 && fd < files.length ? files[fd] : null;
    }

    /** Tells which files are open, and what each depends on. */
    public void state(LongConsumer to) {
        for (int fd = 0; fd < files.length; fd++) {
            OpenFile file = files[fd];
            if (file != null) {
                to.accept(fd);
                to.accept(file.position);
                to.accept(file.state());
            }
        }
    }

    /** Closes {@code fd}: 0 or -EBADF. The file lives on while a request holds it. */
    public int close(int fd) {
        OpenFile file = find(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        files[fd] = null;
        file.release();
        return 0;
    }

    /** The table of a forked child: the same open files, each held once more. */
    FileTable fork() {
        FileTable child = new FileTable();
        child.files = files.clone();
        child.limit = limit;
        for (OpenFile file : files) {
            if (file != null) {
                file.hold();
            }
        }
        return child;
    }

    /** Closes everything, as exit does. */
    void closeAll() {
        for (int fd = 0; fd < files.length; fd++) {
            close(fd);
        }
    }
}
