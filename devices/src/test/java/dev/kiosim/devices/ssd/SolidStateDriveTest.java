package dev.kiosim.devices.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.RequestQueue;
import dev.kiosim.config.ConfigException;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.engine.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SolidStateDriveTest {
    private static final String[] SMALL = {
        "channels: 1",
        "chips_per_channel: 1",
        "dies_per_chip: 1",
        "planes_per_die: 1",
        "pages_per_block: 64",
        "blocks_per_plane: 64",
        "over_provisioning: 0.2"
    };

    private final TestMachine machine = TestMachine.trackingData();
    private final RandomStream random = RandomStream.named(1, "test");
    private int submitted;

    private BlockDevice ssd(String... lines) {
        return machine.build("ssd", lines);
    }

    private BlockDevice small(String... lines) {
        String[] all = new String[SMALL.length + lines.length];
        System.arraycopy(SMALL, 0, all, 0, SMALL.length);
        System.arraycopy(lines, 0, all, SMALL.length, lines.length);
        return ssd(all);
    }

    private static Map<String, Long> stats(BlockDevice device) {
        Map<String, Long> stats = new LinkedHashMap<>();
        device.stats(stats::put);
        return stats;
    }

    private static DriveContent content(BlockDevice ssd) {
        return ((RequestQueue) ssd).drive().content();
    }

    private Bio write(BlockDevice ssd, int flags, long sector, long stamp) {
        Bio bio = new Bio().prepare(Bio.Op.WRITE, flags, sector, 1, done -> {});
        bio.stamps = new long[] {stamp};
        bio.submitTo(ssd, machine.engine().nowNanos());
        return bio;
    }

    @Test
    void a_page_that_is_overwritten_in_part_is_read_first() {
        BlockDevice ssd = ssd("write_buffer: 0B");
        machine.run(ssd, Bio.Op.WRITE, 0, 0, 8);
        long nanos = machine.run(ssd, Bio.Op.WRITE, 0, 0, 8);
        assertThat(nanos).isCloseTo(851_563L, within(100L));
    }

    @Test
    void a_page_that_is_overwritten_whole_is_not_read() {
        BlockDevice ssd = ssd("write_buffer: 0B");
        long first = machine.run(ssd, Bio.Op.WRITE, 0, 0, 16);
        assertThat(machine.run(ssd, Bio.Op.WRITE, 0, 0, 16)).isEqualTo(first);
    }

    @Test
    void reads_overtake_writes_that_wait_for_the_same_chip() {
        BlockDevice ssd = small("write_buffer: 0B");
        long[] ends = new long[3];
        machine.submit(
                ssd, Bio.Op.WRITE, 0, 0, 16, bio -> ends[0] = machine.engine().nowNanos());
        machine.submit(
                ssd, Bio.Op.WRITE, 0, 64, 16, bio -> ends[1] = machine.engine().nowNanos());
        machine.submit(
                ssd, Bio.Op.READ, 0, 128, 16, bio -> ends[2] = machine.engine().nowNanos());
        machine.engine().run();
        assertThat(ends[2]).isBetween(ends[0], ends[1]);
    }

    @Test
    void a_write_that_makes_room_first_keeps_its_chip_busy_for_the_whole_collection() {
        BlockDevice ssd = small("write_buffer: 0B", "queue_depth: 1");
        long most = 0;
        for (int i = 0; i < 20_000; i++) {
            long page = random.nextInt((int) (ssd.sectorCount() / 16));
            most = Math.max(most, machine.run(ssd, Bio.Op.WRITE, 0, page * 16, 16));
        }
        assertThat(stats(ssd).get("flash_pages_moved")).isGreaterThan(10_000);
        assertThat(most).isGreaterThan(3_800_000 + 20 * 825_000L);
        ssd.checkInvariants();
    }

    @Test
    void a_discard_costs_a_command_and_unmaps_whole_pages_only() {
        BlockDevice ssd = small("write_buffer: 0B");
        machine.run(ssd, Bio.Op.WRITE, 0, 0, 64);
        assertThat(machine.run(ssd, Bio.Op.DISCARD, 0, 8, 40)).isLessThan(1_000);
        assertThat(stats(ssd)).containsEntry("flash_pages_discarded", 2L);
    }

    @Test
    void two_halves_of_a_page_are_programmed_once() {
        BlockDevice ssd = ssd();
        machine.run(ssd, Bio.Op.WRITE, 0, 0, 8);
        machine.run(ssd, Bio.Op.WRITE, 0, 8, 8);
        machine.engine().run();
        assertThat(stats(ssd)).containsEntry("flash_pages_written", 1L);
    }

    @Test
    void a_page_in_the_write_buffer_is_read_from_there() {
        BlockDevice ssd = ssd();
        machine.run(ssd, Bio.Op.WRITE, 0, 0, 8);
        machine.engine().runUntil(1_000_000);
        assertThat(machine.run(ssd, Bio.Op.READ, 0, 0, 8)).isLessThan(25_000);
    }

    @Test
    void writes_wait_for_the_flash_when_the_buffer_is_full() {
        BlockDevice ssd = small("write_buffer: 64KiB");
        for (int i = 0; i < 40; i++) {
            machine.submit(ssd, Bio.Op.WRITE, 0, 16L * i, 16, bio -> {});
        }
        machine.engine().run();
        assertThat(stats(ssd).get("write_buffer_stalls")).isGreaterThan(20);
        assertThat(stats(ssd)).containsEntry("flash_pages_written", 40L);
    }

    @Test
    void a_flush_drains_a_buffer_that_would_lose_its_content() {
        BlockDevice ssd = ssd("power_loss_protection: off");
        write(ssd, 0, 100, 7);
        machine.engine().runUntil(1_000_000);
        assertThat(content(ssd).durableStamp(100)).isZero();
        assertThat(machine.run(ssd, Bio.Op.FLUSH, 0, 0, 0)).isGreaterThan(750_000);
        assertThat(content(ssd).durableStamp(100)).isEqualTo(7);
    }

    @Test
    void a_flush_is_free_where_power_loss_is_no_matter() {
        BlockDevice ssd = ssd("preset: p3700");
        write(ssd, 0, 100, 7);
        machine.engine().runUntil(1_000_000);
        assertThat(content(ssd).durableStamp(100)).isEqualTo(7);
        assertThat(machine.run(ssd, Bio.Op.FLUSH, 0, 0, 0)).isZero();
    }

    @Test
    void a_fua_write_is_programmed_before_it_ends() {
        BlockDevice ssd = ssd();
        assertThat(machine.run(ssd, Bio.Op.WRITE, Bio.FUA, 0, 8)).isGreaterThan(750_000);
        assertThat(stats(ssd)).containsEntry("flash_pages_written", 1L);
    }

    @Test
    void older_data_are_durable_when_newer_data_of_the_page_come_while_they_are_programmed() {
        BlockDevice ssd = ssd();
        write(ssd, 0, 100, 7);
        machine.engine().runUntil(100_000);
        machine.submit(ssd, Bio.Op.FLUSH, 0, 0, 0, bio -> {});
        machine.engine().runUntil(200_000);
        write(ssd, 0, 100, 8);
        machine.engine().run();
        content(ssd).cutPower(new PowerCut(PowerCut.Caches.LOST, random));
        assertThat(content(ssd).stamp(100)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_was_flushed_survives_a_power_cut_at_any_time(long seed) {
        RandomStream mix = RandomStream.named(seed, "power");
        BlockDevice ssd = small("write_buffer: 128KiB");
        long[] newest = new long[400];
        long[] flushed = new long[400];
        for (int i = 1; i < 2_000; i++) {
            int sector = mix.nextInt(400);
            if (mix.nextInt(40) == 0) {
                machine.run(ssd, Bio.Op.FLUSH, 0, 0, 0);
                System.arraycopy(newest, 0, flushed, 0, newest.length);
            } else {
                Bio bio = write(ssd, mix.nextInt(20) == 0 ? Bio.FUA : 0, sector, i);
                boolean[] isOver = {false};
                bio.end = done -> isOver[0] = true;
                while (!isOver[0]) {
                    machine.engine().step();
                }
                newest[sector] = i;
                flushed[sector] = bio.has(Bio.FUA) ? i : flushed[sector];
            }
            assertThat(content(ssd).stamp(sector)).isEqualTo(newest[sector]);
            int asked = mix.nextInt(400);
            assertThat(content(ssd).durableStamp(asked)).isBetween(flushed[asked], newest[asked]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "intel-320, READ, 8, 32, 39500, 0.05",
        "intel-320, WRITE, 8, 32, 23000, 0.15",
        "x25-m, READ, 8, 32, 35000, 0.05",
        "p3700, READ, 8, 128, 460000, 0.05",
        "p3700, WRITE, 8, 128, 175000, 0.15",
        "intel-320, READ, 8, 1, 8333, 0.05",
        "x25-m, READ, 8, 1, 8333, 0.05",
        "p3700, READ, 8, 1, 8900, 0.05"
    })
    void presets_reach_the_random_rates_that_their_vendors_name(
            String preset, Bio.Op op, int sectors, int depth, double iops, double tolerance) {
        BlockDevice ssd = ssd("preset: " + preset, "write_buffer: 32MiB");
        int requests = 60_000;
        for (int i = 0; i < depth; i++) {
            keepGoing(ssd, op, sectors, requests);
        }
        machine.engine().run();
        double rate = requests * 1e9 / machine.engine().nowNanos();
        assertThat(rate).isCloseTo(iops, within(iops * tolerance));
    }

    private void keepGoing(BlockDevice ssd, Bio.Op op, int sectors, int requests) {
        if (submitted++ < requests) {
            long sector = random.nextLong(ssd.sectorCount() / sectors) * sectors;
            machine.submit(ssd, op, 0, sector, sectors, bio -> {
                bio.settle(machine.engine().nowNanos());
                keepGoing(ssd, op, sectors, requests);
            });
        }
    }

    @Test
    void the_size_key_is_met_exactly() {
        assertThat(ssd("size: 8GiB").sectorCount()).isEqualTo(16L << 20);
        assertThat(ssd("size: 1GiB", "preset: p3700").sectorCount()).isEqualTo(2L << 20);
    }

    @Test
    void an_ssd_without_spare_blocks_is_refused() {
        assertThatThrownBy(() -> small("over_provisioning: 0.01"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("over_provisioning is 0.01");
    }
}
