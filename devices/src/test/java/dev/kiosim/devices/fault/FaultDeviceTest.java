package dev.kiosim.devices.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.TestMachine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultDeviceTest {
    private static final long LATENCY_NANOS = 1_000;

    private final TestMachine machine = TestMachine.trackingData();

    @BeforeEach
    void putADeviceBelow() {
        machine.build("null", "latency: 1us", "size: 1GiB");
    }

    private BlockDevice fault(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "device: null0";
        System.arraycopy(lines, 0, all, 1, lines.length);
        return machine.build("fault", all);
    }

    private List<Integer> statuses(BlockDevice device, int count) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bio bio = machine.submit(device, Bio.Op.READ, 0, 8L * i, 8, done -> {});
            machine.engine().run();
            bio.settle(machine.engine().nowNanos());
            statuses.add(bio.status);
        }
        return statuses;
    }

    @Test
    void fails_the_nth_bio_only() {
        assertThat(statuses(fault("nth: 3"), 5)).containsExactly(0, 0, BioStatus.EIO, 0, 0);
    }

    @Test
    void fails_every_other_bio() {
        assertThat(statuses(fault("every: 2", "error: ENOSPC"), 4))
                .containsExactly(0, BioStatus.ENOSPC, 0, BioStatus.ENOSPC);
    }

    @Test
    void fails_bios_that_touch_a_range() {
        assertThat(statuses(fault("sector: 10", "sectors: 8", "error: ENODATA"), 4))
                .containsExactly(0, BioStatus.ENODATA, BioStatus.ENODATA, 0);
    }

    @Test
    void fails_bios_of_one_operation() {
        BlockDevice device = fault("op: write");
        Bio write = machine.submit(device, Bio.Op.WRITE, 0, 0, 8, done -> {});
        Bio read = machine.submit(device, Bio.Op.READ, 0, 0, 8, done -> {});
        machine.engine().run();
        assertThat(write.status).isEqualTo(BioStatus.EIO);
        assertThat(read.status).isZero();
    }

    @Test
    void a_device_is_gone_from_a_time_on() {
        assertThat(statuses(fault("from: 2500ns", "error: ENODEV"), 5))
                .containsExactly(0, 0, 0, BioStatus.ENODEV, BioStatus.ENODEV);
    }

    @Test
    void a_device_comes_back() {
        assertThat(statuses(fault("until: 1us", "delay: 1us"), 3))
                .containsExactly(BioStatus.EIO, 0, 0);
    }

    @Test
    void chances_are_the_same_in_every_run_of_a_seed() {
        List<Integer> first = statuses(fault("probability: 0.3"), 200);
        TestMachine again = TestMachine.withoutData();
        again.build("null", "latency: 1us");
        BlockDevice device = again.build("fault", "device: null0", "probability: 0.3");
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Bio bio = again.submit(device, Bio.Op.READ, 0, 8L * i, 8, done -> {});
            again.engine().run();
            second.add(bio.status);
        }
        assertThat(second).isEqualTo(first);
        assertThat(first.stream().filter(status -> status != 0).count()).isBetween(40L, 80L);
    }

    @Test
    void slows_down_by_a_delay_and_a_factor() {
        BlockDevice device = fault("error: none", "slow_factor: 3", "delay: 500ns");
        assertThat(machine.run(device, Bio.Op.READ, 0, 0, 8)).isEqualTo(3 * LATENCY_NANOS + 500);
    }

    @Test
    void a_failed_write_leaves_the_device_below_untouched() {
        BlockDevice device = fault("op: write", "nth: 2");
        write(device, 1);
        write(device, 2);
        Bio read = new Bio().prepare(Bio.Op.READ, 0, 0, 1, done -> {});
        read.stamps = new long[1];
        read.submitTo(device, machine.engine().nowNanos());
        machine.engine().run();
        assertThat(read.stamps).containsExactly(1);
    }

    private void write(BlockDevice device, long stamp) {
        Bio write = new Bio().prepare(Bio.Op.WRITE, 0, 0, 1, done -> {});
        write.stamps = new long[] {stamp};
        write.submitTo(device, machine.engine().nowNanos());
        machine.engine().run();
    }
}
