package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.CacheState;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.PowerCut;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expectations 30 to 33: what is there when a set is registered again after a power cut. */
class RegistrationTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final int PAGE = 8;

    private final Map<String, DriveContent> contents = new LinkedHashMap<>();
    private TestMachine machine;
    private BlockDevice disk;
    private BlockDevice ssd;
    private Bcache bcache;
    private long version;

    private void boot(String mode) {
        boot(Map.of("bdev/cache_mode", mode));
    }

    private void boot(Map<String, String> attributes) {
        machine = TestMachine.started(1, machine == null ? 0 : now(), contents);
        disk = machine.build("disk", "size: 1GiB");
        ssd = machine.build("ssd", "size: 320MiB");
        bcache = new Bcache(machine, "bcache", disk, ssd, BcacheConfig.defaults(), attributes);
    }

    private long now() {
        return machine.engine().nowNanos();
    }

    private void passUntil(long nanos) {
        machine.engine().runUntil(nanos);
    }

    private void cutPower() {
        PowerCut how = new PowerCut(PowerCut.Caches.LOST, RandomStream.named(1, "cut"));
        disk.cutPower(how);
        ssd.cutPower(how);
        bcache.cutPower(how);
        boot("writethrough"); // whatever the start-up script says: the superblock has the mode
    }

    private Bio run(Bio.Op op, int flags, long sector, int sectors) {
        boolean[] done = new boolean[1];
        Bio bio = new Bio();
        bio.prepare(op, flags, sector, sectors, ended -> {
            ended.settle(now());
            done[0] = true;
        });
        bio.stamps = new long[sectors];
        if (op == Bio.Op.WRITE) {
            Arrays.fill(bio.stamps, ++version);
        }
        bio.submitTo(bcache, now());
        while (!done[0]) {
            machine.engine().step();
        }
        return bio;
    }

    private long read() {
        return run(Bio.Op.READ, 0, 0, PAGE).stamps[0];
    }

    private void write(int flags) {
        run(Bio.Op.WRITE, flags, 0, PAGE);
    }

    private long ssdSectorsRead() {
        Map<String, Long> counters = new LinkedHashMap<>();
        ssd.stats(counters::put);
        return counters.get("sectors_read");
    }

    private void flush() {
        run(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0);
    }

    @Test
    void a_label_given_at_the_start_costs_no_write_that_undoes_the_attaching() {
        boot(Map.of("bdev/cache_mode", "writeback", "bdev/label", "home"));
        write(Bio.FUA);
        passUntil(SECOND);
        cutPower();
        assertThat(read()).isEqualTo(1);
        assertThat(bcache.device().isAttached()).isTrue();
    }

    @Test
    void registration_takes_the_time_of_reading_journal_tables_and_nodes() {
        boot("writeback");
        write(Bio.FUA);
        passUntil(SECOND);
        cutPower();
        long begin = now();
        assertThat(read()).isEqualTo(1);
        Geometry geometry = bcache.set().geometry();
        long tablesAndRoot = 2L * geometry.metaSectors() + geometry.nodeSectors();
        assertThat(ssdSectorsRead()).isGreaterThan(Superblocks.SECTORS + tablesAndRoot + PAGE);
        assertThat(now() - begin).isBetween(MILLI, SECOND);
    }

    @Test
    void e30_a_plain_write_is_lost_with_its_journal_entry() {
        boot("writeback");
        bcache.storeAttribute("bdev/writeback_running", "0"); // else it is on the disk by then
        run(Bio.Op.WRITE, Bio.SYNC, 1000, PAGE); // opens a bucket, which costs a commit
        passUntil(SECOND);
        write(Bio.SYNC);
        passUntil(SECOND + 50 * MILLI);
        cutPower();
        assertThat(read()).isZero();
    }

    @Test
    void e30_a_write_is_there_once_it_was_flushed() {
        boot("writeback");
        write(Bio.SYNC);
        passUntil(20 * MILLI);
        flush();
        passUntil(50 * MILLI);
        cutPower();
        assertThat(read()).isEqualTo(1);
        assertThat(bcache.showAttribute("bdev/cache_mode")).contains("[writeback]");
    }

    @Test
    void e30_a_plain_write_is_there_once_the_journal_delay_is_over() {
        boot("writeback");
        bcache.storeAttribute("bdev/writeback_running", "0");
        write(Bio.SYNC);
        passUntil(150 * MILLI);
        cutPower();
        assertThat(read()).isEqualTo(1);
    }

    @Test
    void e31_an_inserted_miss_is_cold_again() {
        boot("writethrough");
        read();
        passUntil(5 * SECOND);
        assertThat(run(Bio.Op.READ, 0, 0, PAGE).cacheState).isEqualTo(CacheState.HIT);
        cutPower();
        assertThat(run(Bio.Op.READ, 0, 0, PAGE).cacheState).isEqualTo(CacheState.MISS);
    }

    @Test
    void e31_an_inserted_miss_stays_once_its_leaf_and_its_data_are_on_the_ssd() {
        boot("writethrough");
        read();
        passUntil(31 * SECOND);
        flush();
        cutPower();
        assertThat(run(Bio.Op.READ, 0, 0, PAGE).cacheState).isEqualTo(CacheState.HIT);
    }

    @Test
    void e32_writearound_may_serve_old_data_until_a_flush() {
        boot("writearound");
        read();
        passUntil(31 * SECOND);
        flush(); // the clean copy is on the SSD
        write(Bio.SYNC);
        passUntil(now() + 10 * MILLI);
        cutPower();
        assertThat(read()).as("the invalidation was not in the journal").isZero();
    }

    @Test
    void e32_writearound_serves_new_data_after_a_flush() {
        boot("writearound");
        read();
        passUntil(31 * SECOND);
        write(Bio.SYNC);
        flush();
        cutPower();
        assertThat(read()).isEqualTo(1);
    }

    @Test
    void e33_data_written_back_before_the_cut_are_dirty_again_and_written_back_again() {
        boot("writeback");
        write(Bio.SYNC | Bio.FUA);
        passUntil(5 * SECOND);
        assertThat(bcache.device().stripes().total()).isZero();
        cutPower();
        assertThat(read()).isEqualTo(1);
        assertThat(bcache.device().stripes().total()).isEqualTo(PAGE);
        passUntil(now() + 40 * SECOND);
        assertThat(bcache.device().stripes().total()).isZero();
    }

    @Test
    void a_write_with_fua_is_there_in_every_mode() {
        for (CacheMode mode : CacheMode.values()) {
            contents.clear();
            boot(mode.label());
            write(Bio.SYNC | Bio.FUA);
            cutPower();
            assertThat(read()).as("mode %s", mode).isEqualTo(version);
        }
    }
}
