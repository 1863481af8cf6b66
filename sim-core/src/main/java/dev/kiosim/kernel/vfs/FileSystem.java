package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small file system on a block device: directories and files by path, with owner and permissions,
 * blocks from a bitmap. What programs can tell apart is as on ext4: largest file, full device,
 * holes.
 *
 * <p>Paths are absolute, without a slash at the end; the root of all is "". Left out: metadata on
 * the device (so no metadata IO), a journal, links, groups.
 */
public final class FileSystem {
    /** Largest file of ext4 with 4 KiB blocks: 2^32 - 1 blocks. Source: Linux ext4_max_size. */
    public static final long EXT4_FILE_BYTES_MAX = 0xffff_ffffL * BlockMap.BLOCK_BYTES;

    private final PageCache cache;
    private final BlockDevice device;
    private final BlockAllocator allocator;
    private final long fileBytesMax;
    private final Map<String, Inode> files = new LinkedHashMap<>();
    private final Map<String, Access> directories = new LinkedHashMap<>();
    private String root = "";

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

    // Names

    /** It is mounted at {@code path}, where its root directory then is. */
    void mountedAt(String path) {
        root = path;
        directories.put(path, Access.OF_ROOT);
    }

    /** The file of that path, or null. */
    public @Nullable Inode find(String path) {
        return files.get(path);
    }

    /** Who may do what with the directory of that path; null if there is none. */
    @Nullable
    Access directory(String path) {
        return directories.get(path);
    }

    /** Makes an empty file of user 0; there must be none of that path. */
    public Inode create(String path) {
        return create(path, new Access(0, 0644));
    }

    Inode create(String path, Access access) {
        Inode inode = Inode.of(cache.newInodeNumber(), this, access);
        inode.link();
        files.put(path, inode);
        return inode;
    }

    /** Makes a directory of user 0, and those above it; nothing happens if it is there. */
    public void makeDirectories(String path) {
        if (!path.equals(root) && !directories.containsKey(path)) {
            makeDirectories(parent(path));
            directories.put(path, Access.OF_ROOT);
        }
    }

    /** The directory that {@code path} lies in. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * Goes down to the directory that {@code path} lies in: 0, ENOTDIR, ENOENT, or EACCES if
     * {@code uid} may not search one on the way.
     */
    int walk(String path, int uid) {
        if (path.equals(root)) {
            return 0;
        }
        int above = walk(parent(path), uid);
        if (above != 0) {
            return above;
        }
        Access access = directories.get(parent(path));
        if (access == null) {
            return files.containsKey(parent(path)) ? Errno.ENOTDIR : Errno.ENOENT;
        }
        return access.allows(uid, Access.SEARCH) ? 0 : Errno.EACCES;
    }

    /** Whether {@code uid} may make or remove names in the directory that holds {@code path}. */
    boolean mayChangeNames(String path, int uid) {
        Access access = directories.get(parent(path));
        return access != null && access.allows(uid, Access.WRITE);
    }

    /** Makes an empty directory: 0, EEXIST or EACCES; the way there has been walked. */
    int makeDirectory(String path, Access access) {
        if (directories.containsKey(path) || files.containsKey(path)) {
            return Errno.EEXIST;
        }
        if (!mayChangeNames(path, access.owner())) {
            return Errno.EACCES;
        }
        directories.put(path, access);
        return 0;
    }

    /** Removes an empty directory: 0, ENOENT, ENOTDIR, EBUSY (the root), EACCES, ENOTEMPTY. */
    int removeDirectory(String path, int uid) {
        if (!directories.containsKey(path)) {
            return files.containsKey(path) ? Errno.ENOTDIR : Errno.ENOENT;
        }
        if (path.equals(root)) {
            return Errno.EBUSY;
        }
        if (!mayChangeNames(path, uid)) {
            return Errno.EACCES;
        }
        if (hasEntries(path)) {
            return Errno.ENOTEMPTY;
        }
        directories.remove(path);
        return 0;
    }

    private boolean hasEntries(String path) {
        String prefix = path + "/";
        return files.keySet().stream().anyMatch(name -> name.startsWith(prefix))
                || directories.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /**
     * Takes the name of a file away; the file goes with its last opener. 0, ENOENT, EISDIR or
     * EACCES.
     */
    int remove(String path, int uid) {
        if (directories.containsKey(path)) {
            return Errno.EISDIR;
        }
        Inode inode = files.get(path);
        if (inode == null) {
            return Errno.ENOENT;
        }
        if (!mayChangeNames(path, uid)) {
            return Errno.EACCES;
        }
        files.remove(path);
        inode.unlink(cache);
        return 0;
    }
}
