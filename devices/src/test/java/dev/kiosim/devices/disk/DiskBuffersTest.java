package dev.kiosim.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.RequestQueue;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.engine.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a disk's read and write buffers do for its commands. */
class DiskBuffersTest {
    private static final long OVERHEAD_NANOS = 200_000;
    private static final long HIT_NANOS = 100_000;

    private final TestMachine machine = TestMachine.trackingData();

    private BlockDevice disk(String... lines) {
        return machine.build("disk", lines);
    }

    private long read(BlockDevice disk, long sector, int sectors) {
        return machine.run(disk, Bio.Op.READ, 0, sector, sectors);
    }

    private static Map<String, Long> stats(BlockDevice device) {
        Map<String, Long> stats = new LinkedHashMap<>();
        device.stats(stats::put);
        return stats;
    }

    private Bio write(BlockDevice disk, int flags, long sector, long... stamps) {
        Bio bio = new Bio().prepare(Bio.Op.WRITE, flags, sector, stamps.length, done -> {});
        bio.stamps = stamps;
        bio.submitTo(disk, machine.engine().nowNanos());
        return bio;
    }

    private static DriveContent content(BlockDevice disk) {
        return ((RequestQueue) disk).drive().content();
    }

    @Test
    void data_that_were_just_read_come_from_the_buffer() {
        BlockDevice disk = disk("read_ahead: none");
        read(disk, 1000, 64);
        assertThat(read(disk, 1008, 8)).isEqualTo(HIT_NANOS);
    }

    @Test
    void data_that_were_read_ahead_come_from_the_buffer() {
        BlockDevice disk = disk();
        read(disk, 1000, 8);
        machine.engine().runUntil(machine.engine().nowNanos() + 2_000_000);
        assertThat(read(disk, 1008, 64)).isEqualTo(HIT_NANOS);
    }

    @Test
    void reading_ahead_stops_at_the_end_of_the_track_if_it_is_told_to() {
        BlockDevice disk = disk("read_ahead: track");
        read(disk, 4000, 8);
        machine.engine().runUntil(machine.engine().nowNanos() + 50_000_000);
        assertThat(read(disk, 4008, 88)).isEqualTo(HIT_NANOS);
        machine.engine().runUntil(machine.engine().nowNanos() + 50_000_000);
        assertThat(read(disk, 4096, 8)).isGreaterThan(HIT_NANOS);
    }

    @Test
    void a_write_drops_what_the_buffer_held_of_it() {
        BlockDevice disk = disk("read_ahead: none");
        read(disk, 1000, 64);
        machine.run(disk, Bio.Op.WRITE, 0, 1008, 8);
        assertThat(read(disk, 1000, 64)).isGreaterThan(OVERHEAD_NANOS);
    }

    @Test
    void the_least_recently_used_segment_gives_way() {
        BlockDevice disk = disk("read_ahead: none", "segments: 2");
        read(disk, 0, 8);
        read(disk, 1_000_000, 8);
        read(disk, 0, 8);
        read(disk, 2_000_000, 8);
        assertThat(read(disk, 0, 8)).isEqualTo(HIT_NANOS);
        assertThat(read(disk, 1_000_000, 8)).isGreaterThan(HIT_NANOS);
    }

    @Test
    void a_buffered_write_takes_the_overhead_and_the_bus() {
        BlockDevice disk = disk("write_cache: 1MiB", "bus_rate: 100MB/s");
        long busNanos = 4096 * 10L;
        assertThat(machine.run(disk, Bio.Op.WRITE, 0, 5_000_000, 8))
                .isEqualTo(OVERHEAD_NANOS + busNanos);
    }

    @Test
    void buffered_writes_that_adjoin_reach_the_medium_together() {
        BlockDevice disk = disk("write_cache: 1MiB");
        for (int i = 0; i < 20; i++) {
            machine.run(disk, Bio.Op.WRITE, 0, 5_000_000 + 8L * i, 8);
        }
        machine.engine().run();
        assertThat(stats(disk)).containsEntry("destages", 2L);
        assertThat(stats(disk)).containsEntry("write_cache_sectors", 0L);
    }

    @Test
    void a_write_that_finds_the_buffer_full_waits_for_the_medium() {
        BlockDevice disk = disk("write_cache: 8KiB");
        machine.run(disk, Bio.Op.WRITE, 0, 5_000_000, 8);
        machine.run(disk, Bio.Op.WRITE, 0, 9_000_000, 8);
        assertThat(machine.run(disk, Bio.Op.WRITE, 0, 100, 8)).isGreaterThan(1_000_000);
        assertThat(stats(disk)).containsEntry("write_cache_stalls", 1L);
    }

    @Test
    void a_read_of_data_that_wait_for_the_medium_is_a_hit() {
        BlockDevice disk = disk("write_cache: 1MiB");
        machine.run(disk, Bio.Op.WRITE, 0, 5_000_000, 8);
        assertThat(read(disk, 5_000_000, 8)).isEqualTo(HIT_NANOS);
    }

    @Test
    void a_flush_ends_when_all_that_was_dirty_is_on_the_medium() {
        BlockDevice disk = disk("write_cache: 1MiB");
        write(disk, 0, 100, 7);
        write(disk, 0, 9_000_000, 8);
        machine.engine().runUntil(OVERHEAD_NANOS);
        assertThat(content(disk).durableStamp(9_000_000)).isZero();
        machine.run(disk, Bio.Op.FLUSH, 0, 0, 0);
        assertThat(content(disk).durableStamp(100)).isEqualTo(7);
        assertThat(content(disk).durableStamp(9_000_000)).isEqualTo(8);
    }

    @Test
    void a_fua_write_is_on_the_medium_when_it_ends() {
        BlockDevice disk = disk("write_cache: 1MiB");
        write(disk, 0, 100, 7);
        write(disk, Bio.FUA, 100, 8);
        machine.engine().run();
        content(disk).cutPower(new PowerCut(PowerCut.Caches.LOST, RandomStream.named(1, "cut")));
        assertThat(content(disk).stamp(100)).isEqualTo(8);
    }

    @Test
    void a_power_cut_loses_what_was_acknowledged_and_not_destaged() {
        BlockDevice disk = disk("write_cache: 1MiB");
        write(disk, 0, 9_000_000, 7);
        machine.engine().runUntil(OVERHEAD_NANOS);
        assertThat(content(disk).stamp(9_000_000)).isEqualTo(7);
        content(disk).cutPower(new PowerCut(PowerCut.Caches.LOST, RandomStream.named(1, "cut")));
        assertThat(content(disk).stamp(9_000_000)).isZero();
    }

    @Test
    void a_write_through_disk_has_nothing_to_lose() {
        BlockDevice disk = disk();
        write(disk, 0, 9_000_000, 7);
        machine.engine().run();
        content(disk).cutPower(new PowerCut(PowerCut.Caches.LOST, RandomStream.named(1, "cut")));
        assertThat(content(disk).stamp(9_000_000)).isEqualTo(7);
        assertThat(disk.hasVolatileCache()).isFalse();
    }

    @Test
    void the_overhead_of_a_waiting_command_overlaps_the_medium() {
        BlockDevice deep = disk("queue_depth: 2", "segments: 0", "scheduler: noop");
        Bio first = machine.submit(deep, Bio.Op.READ, 0, 0, 4096, bio -> {});
        Bio second = machine.submit(deep, Bio.Op.READ, 0, 4096, 4096, bio -> {});
        machine.engine().run();
        long revolution = 8_333_333;
        assertThat(second.deviceNanos - first.deviceNanos).isLessThan(revolution + 1_500_000);
    }

    @Test
    void the_size_key_takes_the_first_part_of_a_drive() {
        assertThat(disk("size: 2GiB").sectorCount()).isEqualTo(4L << 20);
    }
}
