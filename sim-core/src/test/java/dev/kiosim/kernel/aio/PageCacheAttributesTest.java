package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.vfs.Inode;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;
import org.junit.jupiter.api.Test;

/** What attributes ask of the page cache, and what it answers. */
class PageCacheAttributesTest {
    private static final long FOREVER = -1;
    private static final int CACHE = 1;
    private static final int BYPASS = 2;
    private static final int DROP = 3;

    private final V2Machine machine = new V2Machine();
    private final long context = machine.setup(0);
    private final Inode inode = Inode.ofSectors(7, machine.device, 0, V2Machine.FILE_BYTES);
    private final int fd = machine.process
            .files()
            .install(new RegularFile(machine.kernel, "buffered", OpenFile.O_RDWR, inode));

    private IocbAttrRetView io(int opcode, long offset, long[]... attributes) {
        long bytes = machine.putIocb(machine.iocbs, opcode, 1, attributes);
        new IocbView().wrap(machine.memory, machine.iocbs).fildes(fd).offset(offset);
        assertThat(machine.submit(context, bytes)).isEqualTo(bytes);
        assertThat(machine.getevents(context, 8192, FOREVER)).isPositive();
        assertThat(machine.event().res()).isEqualTo(4096);
        return new IocbAttrRetView().wrap(machine.memory, machine.event().returnsAddress());
    }

    private IocbAttrRetView read(long offset, long[]... attributes) {
        return io(AioOperations.PREAD, offset, attributes);
    }

    private boolean isCached(long offset) {
        IocbAttrRetView ret = read(offset, attribute(Attribute.PAGE_CACHE_RESULT));
        assertThat(ret.ret()).isZero();
        return (int) ret.payload(0) == 1;
    }

    @Test
    void the_page_cache_tells_pages_hit_missed_and_read_ahead() {
        IocbAttrRetView ret = read(0, attribute(Attribute.PAGE_CACHE_RESULT));
        assertThat(ret.payload(0)).isEqualTo(1L << 32);
        assertThat((int) ret.payload(1)).isEqualTo(3);
        assertThat(isCached(0)).isTrue();
    }

    @Test
    void a_first_read_elsewhere_than_at_the_start_reads_nothing_ahead() {
        IocbAttrRetView ret = read(64 * 4096, attribute(Attribute.PAGE_CACHE_RESULT));
        assertThat(ret.payload(0)).isEqualTo(1L << 32);
        assertThat((int) ret.payload(1)).isZero();
    }

    @Test
    void a_read_that_bypasses_leaves_no_page_behind_and_says_so() {
        int before = machine.kernel.pageCache().pages();
        long far = 64 * 4096;
        IocbAttrRetView ret = read(far, attribute(Attribute.CACHE_HINT, BYPASS));
        assertThat(ret.ret()).isZero();
        assertThat(ret.payload(0)).isEqualTo(BYPASS);
        assertThat(machine.kernel.pageCache().pages()).isEqualTo(before);
    }

    @Test
    void a_read_that_bypasses_leaves_pages_that_were_there_before() {
        long far = 64 * 4096;
        read(far);
        read(far, attribute(Attribute.CACHE_HINT, BYPASS));
        assertThat(isCached(far)).isTrue();
    }

    @Test
    void a_read_that_drops_takes_pages_along_that_were_there_before() {
        long far = 64 * 4096;
        read(far);
        IocbAttrRetView ret = read(far, attribute(Attribute.CACHE_HINT, DROP));
        assertThat(ret.ret()).isZero();
        assertThat(ret.payload(0)).isEqualTo(DROP);
        assertThat(isCached(far)).isFalse();
    }

    @Test
    void a_hint_to_cache_is_what_the_page_cache_does_anyway() {
        IocbAttrRetView ret = read(64 * 4096, attribute(Attribute.CACHE_HINT, CACHE));
        assertThat(ret.payload(0)).isEqualTo(CACHE);
        assertThat(isCached(64 * 4096)).isTrue();
    }

    @Test
    void a_write_that_bypasses_goes_to_the_device_at_once_and_then_its_page_goes() {
        long far = 64 * 4096;
        io(AioOperations.PWRITE, far, attribute(Attribute.CACHE_HINT, BYPASS));
        assertThat(machine.kernel.pageCache().dirtyPages()).isZero();
        machine.task.compute(2 * V2Machine.LATENCY_NANOS);
        assertThat(machine.kernel.pageCache().pages()).isZero();
    }

    @Test
    void a_checksum_of_what_came_through_the_page_cache_is_not_handled() {
        assertThat(read(0, attribute(Attribute.CHECKSUM, 0)).ret()).isEqualTo(-Errno.EOPNOTSUPP);
    }
}
