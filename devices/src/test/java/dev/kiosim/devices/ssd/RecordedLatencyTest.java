package dev.kiosim.devices.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.engine.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The latencies and rates recorded from MQSim: spec of devices, section 2.1. */
class RecordedLatencyTest {
    private static final int REQUESTS = 6_000;

    private final TestMachine machine = TestMachine.withoutData();
    private final RandomStream random = RandomStream.named(798, "requests");
    private int submitted;
    private long latencySum;

    @ParameterizedTest
    @CsvSource({
        "READ, 8, write_buffer, 0B, 88906",
        "READ, 16, write_buffer, 0B, 102442",
        "READ, 256, write_buffer, 0B, 164458",
        "READ, 8, map_cache, 2MiB, 165752",
        "WRITE, 8, write_buffer, 0B, 763965",
        "WRITE, 256, write_buffer, 0B, 839878",
        "WRITE, 8, write_buffer, 256MiB, 21822"
    })
    void a_request_alone_takes_what_was_recorded_to_the_tenth_of_a_microsecond(
            Bio.Op op, int sectors, String key, String value, long nanos) {
        BlockDevice ssd = machine.build("ssd", key + ": " + value);
        assertThat(machine.run(ssd, op, 0, 1_024_000, sectors)).isCloseTo(nanos, within(100L));
    }

    @ParameterizedTest
    @CsvSource({
        "READ, 1, map in DRAM, 88.9, 0.05",
        "READ, 4, map in DRAM, 94.6, 0.05",
        "READ, 8, map in DRAM, 101.9, 0.05",
        "READ, 32, map in DRAM, 164.5, 0.10",
        "WRITE, 1, map in DRAM, 764, 0.05",
        "WRITE, 4, map in DRAM, 802, 0.05",
        "WRITE, 8, map in DRAM, 850, 0.05",
        "WRITE, 32, map in DRAM, 1256, 0.10",
        "READ, 1, default, 165.7, 0.05",
        "READ, 4, default, 175.6, 0.05",
        "READ, 8, default, 190.1, 0.05",
        "READ, 32, default, 289.9, 0.10",
        "WRITE, 1, default, 24.3, 0.05",
        "WRITE, 4, default, 96.1, 0.05",
        "WRITE, 8, default, 191.9, 0.05",
        "WRITE, 32, default, 765, 0.10"
    })
    void random_4_kib_at_a_queue_depth_have_the_recorded_mean(
            Bio.Op op, int depth, String device, double micros, double tolerance) {
        BlockDevice ssd = machine.build(
                "ssd", device.equals("default") ? "map_cache: 2MiB" : "write_buffer: 0B");
        for (int i = 0; i < depth; i++) {
            submitRandom(ssd, op);
        }
        machine.engine().run();
        assertThat(latencySum / 1e3 / REQUESTS).isCloseTo(micros, within(micros * tolerance));
    }

    private void submitRandom(BlockDevice ssd, Bio.Op op) {
        if (submitted++ < REQUESTS) {
            long sector = random.nextLong(ssd.sectorCount() / 16) * 8;
            machine.submit(ssd, op, 0, sector, 8, bio -> {
                latencySum += machine.engine().nowNanos() - bio.submittedNanos;
                bio.settle(machine.engine().nowNanos());
                submitRandom(ssd, op);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"READ, 1922", "WRITE, 654"})
    void sequential_128_kib_at_depth_32_have_the_recorded_rate(Bio.Op op, double megabytes) {
        BlockDevice ssd = machine.build("ssd", "write_buffer: 0B");
        for (int i = 0; i < 32; i++) {
            submitSequential(ssd, op);
        }
        machine.engine().run();
        double rate = REQUESTS * 131_072e3 / machine.engine().nowNanos();
        assertThat(rate).isCloseTo(megabytes, within(megabytes * 0.05));
    }

    private void submitSequential(BlockDevice ssd, Bio.Op op) {
        if (submitted < REQUESTS) {
            long sector = 256L * submitted++;
            machine.submit(ssd, op, 0, sector, 256, bio -> {
                bio.settle(machine.engine().nowNanos());
                submitSequential(ssd, op);
            });
        }
    }
}
