package dev.kiosim.kernel.aio;

import static dev.kiosim.kernel.aio.V2Machine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Crc32c;
import org.junit.jupiter.api.Test;

/** CHECKSUM: what was transferred, from end to end, and writes that are verified. */
class ChecksumTest {
    private static final long FOREVER = -1;

    private final V2Machine machine = new V2Machine();
    private final AddressSpace memory = machine.memory;
    private final long context = machine.setup(0);
    private int fd;

    ChecksumTest() {
        machine.kernel.trackChecksums();
        fd = machine.process.files().install(machine.file(OpenFile.O_RDWR));
    }

    private IocbAttrRetView io(int opcode, long offset, long[]... attributes) {
        long bytes = machine.putIocb(machine.iocbs, opcode, 1, attributes);
        new IocbView().wrap(memory, machine.iocbs).fildes(fd).offset(offset);
        assertThat(machine.submit(context, bytes)).isEqualTo(bytes);
        assertThat(machine.getevents(context, 8192, FOREVER)).isPositive();
        return new IocbAttrRetView().wrap(memory, machine.event().returnsAddress());
    }

    private long fill(int value) {
        for (int i = 0; i < 4096; i++) {
            memory.putByte(machine.buffer + i, (byte) (value * i >> 3));
        }
        return Integer.toUnsignedLong(Crc32c.of(0, memory, machine.buffer, 4096));
    }

    private IocbAttrRetView read(long offset, long seed) {
        return io(AioOperations.PREAD, offset, attribute(Attribute.CHECKSUM, seed));
    }

    @Test
    void a_write_that_matches_is_carried_out_and_a_read_returns_its_sum() {
        long sum = fill(7);
        IocbAttrRetView ret = io(AioOperations.PWRITE, 8192, attribute(Attribute.CHECKSUM, 0, sum));
        assertThat(machine.event().res()).isEqualTo(4096);
        assertThat(ret.ret()).isZero();
        assertThat(ret.payload(0)).isEqualTo(sum);
        fill(0);
        assertThat(read(8192, 0).payload(0)).isEqualTo(sum);
    }

    @Test
    void a_write_that_does_not_match_is_refused_and_not_carried_out() {
        long sum = fill(7);
        int before = machine.device.bios;
        IocbAttrRetView ret =
                io(AioOperations.PWRITE, 0, attribute(Attribute.CHECKSUM, 0, sum ^ 1));
        assertThat(machine.event().res()).isEqualTo(-Errno.EILSEQ);
        assertThat(ret.ret()).isEqualTo(-Errno.EILSEQ);
        assertThat(machine.device.bios).isEqualTo(before);
    }

    @Test
    void a_write_that_nobody_asked_about_leaves_its_sum_too() {
        long sum = fill(9);
        io(AioOperations.PWRITE, 0);
        assertThat(read(0, 0).payload(0)).isEqualTo(sum);
    }

    @Test
    void sectors_never_written_hold_zeros() {
        assertThat(read(0, 0).payload(0)).isEqualTo(0x98f94189L);
    }

    @Test
    void a_sum_continues_from_its_seed_and_each_of_two_from_its_own() {
        long sum = fill(5);
        io(AioOperations.PWRITE, 0);
        IocbAttrRetView ret = io(
                AioOperations.PREAD,
                0,
                attribute(Attribute.CHECKSUM, 0),
                attribute(Attribute.CHECKSUM, 0x1234));
        assertThat(ret.payload(0)).isEqualTo(sum);
        fill(5);
        assertThat(ret.next().payload(0))
                .isEqualTo(Integer.toUnsignedLong(Crc32c.of(0x1234, memory, machine.buffer, 4096)));
    }

    @Test
    void a_seed_of_more_than_32_bits_is_refused() {
        assertThat(read(0, 1L << 32).ret()).isEqualTo(-Errno.EINVAL);
        assertThat(machine.event().res()).isEqualTo(4096);
    }

    @Test
    void a_read_that_failed_has_no_sum() {
        machine.device.status = -Errno.EIO;
        assertThat(read(0, 0).ret()).isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void without_data_that_are_tracked_nobody_knows_the_bytes() {
        fd = machine.fd;
        assertThat(read(0, 0).ret()).isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void a_file_of_a_file_system_is_summed_by_its_bytes() {
        FileSystem files = FileSystem.onWhole(machine.kernel.pageCache(), machine.device);
        fd = machine.process
                .files()
                .install(new RegularFile(
                        machine.kernel,
                        "f",
                        OpenFile.O_RDWR | OpenFile.O_DIRECT,
                        files.create("/f")));
        long sum = fill(3);
        IocbAttrRetView ret = io(AioOperations.PWRITE, 0, attribute(Attribute.CHECKSUM, 0, sum));
        assertThat(ret.payload(0)).isEqualTo(sum);
        fill(0);
        assertThat(read(0, 0).payload(0)).isEqualTo(sum);
    }
}
