package dev.kiosim.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.devices.disk.DiskMechanism.Direction;
import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be known of a disk without simulating it: spec of devices, section 1.4. */
class ClosedFormTest {
    private final TestMachine machine = TestMachine.withoutData();

    @ParameterizedTest
    @CsvSource({
        "HP_C2200A, 15.68",
        "HP_97560, 12.83",
        "CHEETAH_9LP_CLEAN, 5.467",
        "NEARLINE_7200, 8.356"
    })
    void the_mean_seek_over_random_pairs_of_cylinders(DiskPreset preset, double millis) {
        DiskConfig config = preset.config();
        int cylinders = new DiskLayout(config.heads(), config.zones()).cylinders();
        int[] nanos = config.seek().tabulate(cylinders);
        double sum = 0;
        for (int distance = 1; distance < cylinders; distance++) {
            sum += 2.0 * (cylinders - distance) / cylinders / cylinders * nanos[distance];
        }
        assertThat(sum / 1e6).isCloseTo(millis, within(0.006));
    }

    @ParameterizedTest
    @CsvSource({
        "cheetah9lp-clean, 200us, 8.92, 2.65",
        "nearline7200, 200us, 12.56, 4.07",
        "hp-97560, 200us, 22.21, 6.05"
    })
    void the_mean_random_read(String preset, String overhead, double millis, double deviation) {
        BlockDevice disk = machine.build(
                "disk", "preset: " + preset, "segments: 0", "read_overhead: " + overhead);
        RandomStream random = RandomStream.named(7, "closed form");
        int count = 10_000;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long sector = random.nextLong(disk.sectorCount() / 8) * 8;
            sum += machine.run(disk, Bio.Op.READ, 0, sector, 8);
        }
        double standardError = deviation / Math.sqrt(count);
        assertThat(sum / 1e6 / count).isCloseTo(millis, within(3 * standardError));
    }

    @ParameterizedTest
    @CsvSource({
        "CHEETAH_9LP_CLEAN, 0, 15.62",
        "CHEETAH_9LP_CLEAN, 5990000, 14.42",
        "CHEETAH_9LP_CLEAN, 17500000, 9.40",
        "NEARLINE_7200, 0, 223",
        "NEARLINE_7200, 1800000000, 105"
    })
    void the_sustained_sequential_rate_of_a_zone(
            DiskPreset preset, long sector, double megabytesPerSecond) {
        DiskMechanism mechanism = new DiskMechanism(preset.config());
        long begin = mechanism.access(0, sector, 1, Direction.READ);
        long sectors = 300_000;
        long end = mechanism.access(begin, sector + 1, sectors, Direction.READ);
        double rate = sectors * 512e3 / (end - begin);
        assertThat(rate).isCloseTo(megabytesPerSecond, within(megabytesPerSecond * 0.01));
    }

    @Test
    void a_sequential_stream_of_fua_writes_loses_a_revolution_each() {
        BlockDevice disk = machine.build("disk", "write_cache: 16MiB", "scheduler: noop");
        int count = 400;
        machine.run(disk, Bio.Op.WRITE, Bio.FUA, 0, 8);
        long begin = machine.engine().nowNanos();
        for (int i = 1; i <= count; i++) {
            machine.run(disk, Bio.Op.WRITE, Bio.FUA, 8L * i, 8);
        }
        double perSecond = count * 1e9 / (machine.engine().nowNanos() - begin);
        assertThat(perSecond).isCloseTo(119.8, within(1.2));
    }
}
