package dev.kiosim.kernel.vfs;

/** An open directory: it can be synced, and paths may start from it; it cannot be read here. */
public final class Directory extends OpenFile {
    /** Opens the directory of that absolute path. */
    public Directory(String path, int flags) {
        super(path, flags);
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
