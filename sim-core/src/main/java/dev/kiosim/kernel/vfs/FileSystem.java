package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Nullable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small file system on a block device: files by path, blocks from a bitmap, nothing else. What
 * programs can tell apart is as on ext4: largest file, full device, holes.
 *
 * <p>Left out: metadata on the device (so no metadata IO), a journal, permissions, directories as
 * files; a directory exists when a file's path names it.
 */
public final class FileSystem {
    /** Largest file of ext4 with 4 KiB blocks: 2^32 - 1 blocks. Source: Linux ext4_max_size. */
    public static final long EXT4_FILE_BYTES_MAX = 0xffff_ffffL * BlockMap.BLOCK_BYTES;

    private final PageCache cache;
    private final BlockDevice device;
    private final BlockAllocator allocator;
    private final long fileBytesMax;
    private final Map<String, Inode> files = new LinkedHashMap<>();

    /**
     * An empty file system.
     *
     * @param firstSector where on the device it begins
     * @param blocks its size in blocks of 4 KiB
     */
    public FileSystem(
            PageCache cache, BlockDevice device, long firstSector, long blocks, long fileBytesMax) {
        this.cache = cache;
        this.device = device;
        this.fileBytesMax = fileBytesMax;
        allocator = new BlockAllocator(firstSector, blocks);
    }

    /** One that takes up all of {@code device}, with the limits of ext4. */
    public static FileSystem onWhole(PageCache cache, BlockDevice device) {
        long blocks = device.sectorCount() / BlockMap.BLOCK_SECTORS;
        return new FileSystem(cache, device, 0, blocks, EXT4_FILE_BYTES_MAX);
    }

    BlockDevice device() {
        return device;
    }

    BlockAllocator allocator() {
        return allocator;
    }

    /** Bytes of the largest file: nothing can be written at or behind this offset. */
    public long fileBytesMax() {
        return fileBytesMax;
    }

    /** Bytes that can still be allocated. */
    public long freeBytes() {
        return allocator.free() * BlockMap.BLOCK_BYTES;
    }

    /** Logical block of the device, bytes. */
    public int logicalBlockBytes() {
        return Math.max(Bio.SECTOR_BYTES, device.logicalBlockBytes());
    }

    /** The file of that path, or null. */
    public @Nullable Inode find(String path) {
        return files.get(path);
    }

    /** Makes an empty file; there must be none of that path. */
    public Inode create(String path) {
        Inode inode = Inode.of(cache.newInodeNumber(), this);
        inode.link();
        files.put(path, inode);
        return inode;
    }

    /** Takes the name away; the file goes with its last opener. False if there is none. */
    public boolean remove(String path) {
        Inode inode = files.remove(path);
        if (inode == null) {
            return false;
        }
        inode.unlink(cache);
        return true;
    }

    /** Whether a file's path names {@code path} as a directory; the root always exists. */
    public boolean isDirectory(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return true;
        }
        String prefix = path.endsWith("/") ? path : path + "/";
        return files.keySet().stream().anyMatch(file -> file.startsWith(prefix));
    }
}
