package dev.kiosim.devices.nulldevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.TestMachine;
import org.junit.jupiter.api.Test;

class NullDeviceTest {
    private final TestMachine machine = TestMachine.trackingData();
    private final BlockDevice device = machine.build("null", "latency: 5us", "size: 1MiB");
    private int ended;

    @Test
    void every_bio_takes_the_same_time_however_many_there_are() {
        for (int i = 0; i < 100; i++) {
            machine.submit(device, Bio.Op.READ, 0, 0, 8, bio -> ended++);
        }
        machine.engine().runUntil(4_999);
        assertThat(ended).isZero();
        machine.engine().runUntil(5_000);
        assertThat(ended).isEqualTo(100);
    }

    @Test
    void a_read_returns_what_was_written() {
        Bio write = new Bio().prepare(Bio.Op.WRITE, 0, 3, 2, bio -> {});
        write.stamps = new long[] {7, 8};
        write.submitTo(device, 0);
        machine.engine().run();
        Bio read = new Bio().prepare(Bio.Op.READ, 0, 2, 3, bio -> {});
        read.stamps = new long[3];
        read.submitTo(device, machine.engine().nowNanos());
        machine.engine().run();
        assertThat(read.stamps).containsExactly(0, 7, 8);
    }

    @Test
    void a_range_beyond_the_end_fails() {
        Bio bio = machine.submit(device, Bio.Op.READ, 0, 2_047, 2, done -> {});
        machine.engine().run();
        assertThat(bio.status).isEqualTo(BioStatus.EIO);
    }
}
