package dev.kiosim.kernel.vfs;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.WaitQueue;

/**
 * A file that lies on a block device, open or not: its size, its blocks, its bytes if anybody looks
 * at them, and its part of the page cache. Source of the shape: Linux struct inode with its
 * address_space.
 */
public final class Inode {
    private final int number;
    private final BlockDevice device;
    private final BlockMap blocks = new BlockMap();
    private final @Nullable FileContent content;
    private final @Nullable FileSystem fileSystem;
    private final Access access;
    private final WaitQueue writebackWaiters = new WaitQueue();
    private @Nullable DirectIo directIo;
    private long sizeBytes;
    private int links;
    private int opens;

    /** Kept by {@link PageCache}: the dirty page that was dirtied first, or -1. */
    int firstDirty = -1;
    /** Kept by {@link PageCache}: the dirty page that was dirtied last, or -1. */
    int lastDirty = -1;
    /** Kept by {@link PageCache}: pages that are being written. */
    int pagesUnderWriteback;
    /** Kept by {@link PageCache}: the first error of a write since the last sync, or 0. */
    int writeError;

    private Inode(
            int number,
            BlockDevice device,
            @Nullable FileContent content,
            @Nullable FileSystem fileSystem,
            Access access) {
        this.number = number;
        this.access = access;
        this.device = device;
        this.content = content;
        this.fileSystem = fileSystem;
    }

    /** An empty file of a file system. */
    static Inode of(int number, FileSystem fileSystem, Access access) {
        return new Inode(number, fileSystem.device(), new FileContent(), fileSystem, access);
    }

    /**
     * A run of sectors as a file that cannot grow; its bytes are not kept.
     *
     * @param number unique among the files of a kernel: {@link PageCache#newInodeNumber}
     */
    public static Inode ofSectors(
            int number, BlockDevice device, long firstSector, long sizeBytes) {
        Inode inode = new Inode(number, device, null, null, new Access(0, 0600));
        inode.sizeBytes = sizeBytes;
        inode.blocks.put(
                0, firstSector, (sizeBytes + BlockMap.BLOCK_BYTES - 1) / BlockMap.BLOCK_BYTES);
        return inode;
    }

    /** Who may do what with it. */
    public Access access() {
        return access;
    }

    /** Number, unique among the files of a kernel. */
    public int number() {
        return number;
    }

    /** The device it lies on. */
    public BlockDevice device() {
        return device;
    }

    /** Bytes up to its end. */
    public long sizeBytes() {
        return sizeBytes;
    }

    void setSizeBytes(long bytes) {
        sizeBytes = bytes;
    }

    BlockMap blocks() {
        return blocks;
    }

    /** Its bytes; null if they are not kept. */
    @Nullable
    FileContent content() {
        return content;
    }

    /** The way of its blocks to and from the device. */
    DirectIo directIo(Kernel kernel) {
        DirectIo made = directIo;
        if (made == null) {
            made = new DirectIo(kernel, device);
            directIo = made;
        }
        return made;
    }

    /** Tasks that wait until no page is being written. */
    WaitQueue writebackWaiters() {
        return writebackWaiters;
    }

    /** The file system that gives it blocks; null for a fixed run of sectors. */
    public @Nullable FileSystem fileSystem() {
        return fileSystem;
    }

    /** Blocks that belong to it. */
    public long blocksMapped() {
        return blocks.blocksMapped();
    }

    /**
     * Makes sure that {@code fileBlock} has its place on the device; false if nothing is free, or
     * the file cannot grow.
     */
    boolean allocate(long fileBlock) {
        if (blocks.sector(fileBlock) != BlockMap.HOLE) {
            return true;
        }
        FileSystem giver = fileSystem;
        if (giver == null) {
            return false;
        }
        long before = fileBlock == 0 ? BlockMap.HOLE : blocks.sector(fileBlock - 1);
        long goal = before == BlockMap.HOLE ? 0 : before + BlockMap.BLOCK_SECTORS;
        long sector = giver.allocator().take(goal);
        if (sector == BlockMap.HOLE) {
            return false;
        }
        blocks.put(fileBlock, sector, 1);
        return true;
    }

    /** A directory names it once more. */
    void link() {
        links++;
    }

    /** A directory names it no longer. */
    void unlink(PageCache cache) {
        links--;
        freeIfUnused(cache);
    }

    /** An open file uses it. */
    void opened() {
        opens++;
    }

    /** An open file is closed. */
    void closed(PageCache cache) {
        opens--;
        freeIfUnused(cache);
    }

    private void freeIfUnused(PageCache cache) {
        if (links == 0 && opens == 0 && fileSystem != null) {
            cut(cache, 0);
        }
    }

    /** Cuts or extends it to {@code bytes}: pages and blocks behind the end go. */
    void cut(PageCache cache, long bytes) {
        if (bytes < sizeBytes) {
            long kept = (bytes + BlockMap.BLOCK_BYTES - 1) / BlockMap.BLOCK_BYTES;
            cache.forget(this, kept);
            if (fileSystem != null) {
                blocks.truncate(kept, fileSystem.allocator());
            }
            if (content != null) {
                content.truncate(bytes);
            }
        }
        sizeBytes = bytes;
    }

    @Override
    public String toString() {
        return "inode " + number;
    }
}
