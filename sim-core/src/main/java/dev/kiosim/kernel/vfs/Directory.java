package dev.kiosim.kernel.vfs;

/** An open directory: it can be synced, and paths may start from it; it cannot be read here. */
public final class Directory extends OpenFile {
    private final Access access;

    /** Opens the directory of that absolute path. */
    Directory(String path, int flags, Access access) {
        super(path, flags);
        this.access = access;
    }

    /** Who may do what with it. */
    public Access access() {
        return access;
    }

    @Override
    public boolean isDirectory() {
        return true;
    }

    @Override
    public boolean hasFsync() {
        return true;
    }

    @Override
    public long fsync(Kiocb kiocb) {
        return 0;
    }
}
