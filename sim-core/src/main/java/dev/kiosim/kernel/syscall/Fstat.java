package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.Directory;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;
import dev.kiosim.memory.AddressSpace;

/**
 * fstat(fd, statbuf): what kind of file it is, and how large.
 *
 * <pre>
 * struct stat, 144 bytes; fields not named are 0
 * offset size type field       meaning
 *      8    8 u64  st_ino      number
 *     16    8 u64  st_nlink    1
 *     24    4 u32  st_mode     S_IFREG, S_IFDIR, S_IFIFO or S_IFCHR, and permissions
 *     28    4 u32  st_uid      owner
 *     48    8 s64  st_size     bytes
 *     56    8 s64  st_blksize  4096
 *     64    8 s64  st_blocks   sectors of 512 bytes that belong to it
 * </pre>
 */
final class Fstat implements Syscall {
    private static final int STAT_BYTES = 144;
    private static final int INO_OFFSET = 8;
    private static final int NLINK_OFFSET = 16;
    private static final int MODE_OFFSET = 24;
    private static final int UID_OFFSET = 28;
    private static final int SIZE_OFFSET = 48;
    private static final int BLKSIZE_OFFSET = 56;
    private static final int BLOCKS_OFFSET = 64;
    private static final int S_IFIFO = 0010000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFDIR = 0040000;
    private static final int S_IFREG = 0100000;
    private static final int PERMISSIONS = 0644;
    private static final int SECTORS_PER_BLOCK = 8;

    @Override
    public String name() {
        return "fstat";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null) {
            return -Errno.EBADF;
        }
        AddressSpace memory = task.memory();
        long stat = args.asLong(1);
        if (!memory.isWritable(stat, STAT_BYTES)) {
            return -Errno.EFAULT;
        }
        for (int i = 0; i < STAT_BYTES; i += Long.BYTES) {
            memory.putLong(stat + i, 0);
        }
        memory.putLong(stat + NLINK_OFFSET, 1);
        memory.putInt(stat + MODE_OFFSET, kind(file) | permissions(file));
        memory.putInt(stat + UID_OFFSET, owner(file));
        memory.putLong(stat + SIZE_OFFSET, file.sizeBytes());
        memory.putLong(stat + BLKSIZE_OFFSET, AddressSpace.PAGE_BYTES);
        if (file instanceof RegularFile regular) {
            memory.putLong(stat + INO_OFFSET, regular.inode().number());
            long blocks = regular.inode().blocksMapped();
            memory.putLong(stat + BLOCKS_OFFSET, blocks * SECTORS_PER_BLOCK);
        }
        return 0;
    }

    private static int permissions(OpenFile file) {
        if (file instanceof RegularFile regular) {
            return regular.inode().access().mode();
        }
        return file instanceof Directory directory ? directory.access().mode() : PERMISSIONS;
    }

    private static int owner(OpenFile file) {
        if (file instanceof RegularFile regular) {
            return regular.inode().access().owner();
        }
        return file instanceof Directory directory ? directory.access().owner() : 0;
    }

    private static int kind(OpenFile file) {
        if (file instanceof RegularFile) {
            return S_IFREG;
        }
        if (file.isDirectory()) {
            return S_IFDIR;
        }
        return file.isSeekable() ? S_IFCHR : S_IFIFO;
    }
}
