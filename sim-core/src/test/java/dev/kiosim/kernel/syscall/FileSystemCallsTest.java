package dev.kiosim.kernel.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.FakeDevice;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;
import org.junit.jupiter.api.Test;

/** Paths, permissions, space and limits of the file system, as system calls see them. */
class FileSystemCallsTest {
    private static final int AT_FDCWD = -100;
    private static final int CREATE = OpenFile.O_RDWR | OpenFile.O_CREAT;
    private static final int BLOCKS = 16;
    private static final long LATENCY_NANOS = 50_000;

    private final Engine engine = new Engine(1);
    private final Kernel kernel = new Kernel(
            engine, KernelConfig.of(Profile.MODERN, 1, CostTable.FREE), new Plug(), Tracer.NONE);
    private final FileSystem fileSystem = new FileSystem(
            kernel.pageCache(),
            new FakeDevice(engine, 4096, LATENCY_NANOS),
            0,
            BLOCKS,
            FileSystem.EXT4_FILE_BYTES_MAX);
    private final Process process = kernel.newProcess("root");
    private final AddressSpace memory = process.memory();
    private final ScriptedTask root;
    private final Process other = kernel.newProcess("user");
    private final ScriptedTask user;

    FileSystemCallsTest() {
        PlainSyscalls.addTo(kernel);
        kernel.vfs().mount("/mnt", fileSystem);
        root = new ScriptedTask(kernel, process, "root");
        other.setUid(1000);
        user = new ScriptedTask(kernel, other, "user");
    }

    private static long path(ScriptedTask task, String text) {
        AddressSpace memory = task.task().memory();
        long at = memory.map(8192);
        for (int i = 0; i < text.length(); i++) {
            memory.putByte(at + i, (byte) text.charAt(i));
        }
        return at;
    }

    private static long open(ScriptedTask task, String text, int flags, int mode) {
        return task.syscall(PlainSyscalls.OPENAT, AT_FDCWD, path(task, text), flags, mode);
    }

    private static long make(ScriptedTask task, String text, int mode) {
        return task.syscall(PlainSyscalls.MKDIRAT, AT_FDCWD, path(task, text), mode);
    }

    private static long unlink(ScriptedTask task, String text, int flags) {
        return task.syscall(PlainSyscalls.UNLINKAT, AT_FDCWD, path(task, text), flags);
    }

    private int mode(long fd) {
        long stat = memory.map(4096);
        assertThat(root.syscall(PlainSyscalls.FSTAT, fd, stat, 0)).isZero();
        return memory.getInt(stat + 24);
    }

    @Test
    void a_file_needs_its_directory() {
        assertThat(open(root, "/mnt/a/b", CREATE, 0644)).isEqualTo(-Errno.ENOENT);
        assertThat(make(root, "/mnt/a", 0755)).isZero();
        assertThat(make(root, "/mnt/a", 0755)).isEqualTo(-Errno.EEXIST);
        assertThat(open(root, "/mnt/a/b", CREATE, 0644)).isEqualTo(3);
        assertThat(open(root, "/mnt/a/b/c", CREATE, 0644)).isEqualTo(-Errno.ENOTDIR);
        assertThat(open(root, "/mnt/a/../a/./b", OpenFile.O_RDONLY, 0)).isEqualTo(4);
    }

    @Test
    void flags_say_what_must_be_there() {
        assertThat(open(root, "/mnt/f", OpenFile.O_RDWR, 0)).isEqualTo(-Errno.ENOENT);
        assertThat(open(root, "/mnt/f", CREATE | OpenFile.O_EXCL, 0644)).isEqualTo(3);
        assertThat(open(root, "/mnt/f", CREATE | OpenFile.O_EXCL, 0644)).isEqualTo(-Errno.EEXIST);
        assertThat(open(root, "/mnt/f", OpenFile.O_DIRECTORY, 0)).isEqualTo(-Errno.ENOTDIR);
        assertThat(open(root, "/mnt", OpenFile.O_RDWR, 0)).isEqualTo(-Errno.EISDIR);
        assertThat(open(root, "/mnt", CREATE, 0)).isEqualTo(-Errno.EISDIR);
        assertThat(open(root, "/mnt", OpenFile.O_DIRECTORY, 0)).isEqualTo(4);
        assertThat(open(root, "/mnt/" + "n".repeat(256), CREATE, 0)).isEqualTo(-Errno.ENAMETOOLONG);
    }

    @Test
    void permissions_are_the_mode_without_the_umask_and_bind_all_but_user_0() {
        long fd = open(root, "/mnt/secret", CREATE, 0606);
        assertThat(mode(fd)).isEqualTo(0100604);
        assertThat(open(user, "/mnt/secret", OpenFile.O_RDONLY, 0)).isEqualTo(3);
        assertThat(open(user, "/mnt/secret", OpenFile.O_RDWR, 0)).isEqualTo(-Errno.EACCES);
        assertThat(open(user, "/mnt/mine", CREATE, 0644)).isEqualTo(-Errno.EACCES);
        assertThat(unlink(user, "/mnt/secret", 0)).isEqualTo(-Errno.EACCES);
    }

    @Test
    void a_directory_that_may_not_be_searched_hides_what_is_in_it() {
        make(root, "/mnt/closed", 0700);
        open(root, "/mnt/closed/f", CREATE, 0644);
        assertThat(open(user, "/mnt/closed/f", OpenFile.O_RDONLY, 0)).isEqualTo(-Errno.EACCES);
        assertThat(open(root, "/mnt/closed/f", OpenFile.O_RDONLY, 0)).isEqualTo(4);
    }

    @Test
    void names_go_and_directories_only_when_they_are_empty() {
        make(root, "/mnt/d", 0755);
        open(root, "/mnt/d/f", CREATE, 0644);
        assertThat(unlink(root, "/mnt/d", 0)).isEqualTo(-Errno.EISDIR);
        assertThat(unlink(root, "/mnt/d", 0x200)).isEqualTo(-Errno.ENOTEMPTY);
        assertThat(unlink(root, "/mnt/d/f", 0x200)).isEqualTo(-Errno.ENOTDIR);
        assertThat(unlink(root, "/mnt/d/f", 0)).isZero();
        assertThat(unlink(root, "/mnt/d/f", 0)).isEqualTo(-Errno.ENOENT);
        assertThat(unlink(root, "/mnt/d", 0x200)).isZero();
        assertThat(unlink(root, "/mnt", 0x200)).isEqualTo(-Errno.EBUSY);
        assertThat(unlink(root, "/mnt/d", 1)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void descriptors_run_out_at_their_limit() {
        long limit = memory.map(4096);
        memory.putLong(limit, 5);
        memory.putLong(limit + 8, 5);
        assertThat(root.syscall(PlainSyscalls.SETRLIMIT, 7, limit, 0)).isZero();
        assertThat(open(root, "/mnt/a", CREATE, 0644)).isEqualTo(3);
        assertThat(root.syscall(PlainSyscalls.PIPE2, limit, 0, 0)).isEqualTo(-Errno.EMFILE);
        assertThat(open(root, "/mnt/a", OpenFile.O_RDONLY, 0)).isEqualTo(4);
        assertThat(open(root, "/mnt/a", OpenFile.O_RDONLY, 0)).isEqualTo(-Errno.EMFILE);
        root.syscall(PlainSyscalls.CLOSE, 4, 0, 0);
        assertThat(open(root, "/mnt/a", OpenFile.O_RDONLY, 0)).isEqualTo(4);
    }

    private long fallocate(long fd, int mode, long offset, long bytes) {
        return root.syscall(PlainSyscalls.FALLOCATE, fd, mode, offset, bytes);
    }

    @Test
    void fallocate_gives_blocks_and_size_until_there_is_no_space() {
        long fd = open(root, "/mnt/f", CREATE, 0644);
        assertThat(fallocate(fd, 1, 0, 4 * 4096)).isZero();
        assertThat(fileSystem.freeBytes()).isEqualTo((BLOCKS - 4) * 4096L);
        assertThat(fileSystem.find("/mnt/f").sizeBytes()).isZero();
        assertThat(fallocate(fd, 0, 0, 8 * 4096)).isZero();
        assertThat(fileSystem.find("/mnt/f").sizeBytes()).isEqualTo(8 * 4096);
        assertThat(fallocate(fd, 0, 0, (BLOCKS + 1) * 4096L)).isEqualTo(-Errno.ENOSPC);
        assertThat(fileSystem.freeBytes()).isZero();
        assertThat(unlink(root, "/mnt/f", 0)).isZero();
        root.syscall(PlainSyscalls.CLOSE, fd, 0, 0);
        assertThat(fileSystem.freeBytes()).isEqualTo(BLOCKS * 4096L);
    }

    @Test
    void fallocate_refuses_what_it_cannot_do() {
        long fd = open(root, "/mnt/f", CREATE, 0644);
        long readOnly = open(root, "/mnt/f", OpenFile.O_RDONLY, 0);
        assertThat(fallocate(fd, 3, 0, 4096)).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(fallocate(fd, 0, -1, 4096)).isEqualTo(-Errno.EINVAL);
        assertThat(fallocate(fd, 0, 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(fallocate(fd, 0, 1L << 60, 4096)).isEqualTo(-Errno.EFBIG);
        assertThat(fallocate(readOnly, 0, 0, 4096)).isEqualTo(-Errno.EBADF);
        assertThat(fallocate(99, 0, 0, 4096)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void a_write_into_a_full_file_system_finds_no_space() {
        long fd = open(root, "/mnt/f", CREATE, 0644);
        fallocate(fd, 1, 0, BLOCKS * 4096L);
        long second = open(root, "/mnt/g", CREATE, 0644);
        assertThat(root.syscall(PlainSyscalls.PWRITE64, second, memory.map(4096), 4096, 0))
                .isEqualTo(-Errno.ENOSPC);
    }

    @Test
    void readahead_reads_and_does_not_wait() {
        long fd = open(root, "/mnt/f", CREATE, 0644);
        fallocate(fd, 0, 0, 8 * 4096);
        long begin = engine.nowNanos();
        assertThat(root.syscall(PlainSyscalls.READAHEAD, fd, 0, 8 * 4096)).isZero();
        assertThat(engine.nowNanos()).isEqualTo(begin);
        assertThat(kernel.pageCache().pages()).isEqualTo(8);
        root.compute(2 * LATENCY_NANOS);
        begin = engine.nowNanos();
        long buffer = memory.map(4096);
        assertThat(root.syscall(PlainSyscalls.PREAD64, fd, buffer, 4096, 4096)).isEqualTo(4096);
        assertThat(engine.nowNanos()).isEqualTo(begin);
        assertThat(root.syscall(PlainSyscalls.READAHEAD, 99, 0, 1)).isEqualTo(-Errno.EBADF);
        assertThat(root.syscall(PlainSyscalls.READAHEAD, fd, -1, 1)).isEqualTo(-Errno.EINVAL);
    }
}
