package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.LossReason;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.PowerCutCheck;
import dev.kiosim.block.PowerCutReport;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.devices.bcache.SlowToSettle.Cache;
import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The windows in which bcache loses what was flushed, step by step, and what closes them. Each test
 * ends with a power cut that takes everything in volatile caches.
 */
class PowerCutHolesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final int PAGE = 8;
    private static final int BUCKET = 16;

    private final Map<String, DriveContent> contents = new LinkedHashMap<>();
    private final PowerCutReport report = new PowerCutReport();
    private Cache diskCache = Cache.VOLATILE;
    private Cache ssdCache = Cache.VOLATILE;
    private TestMachine machine;
    private SlowToSettle disk;
    private SlowToSettle ssd;
    private Bcache bcache;
    private DurabilityLedger ledger;
    private long version;

    private void boot(String mode) {
        machine = TestMachine.started(1, machine == null ? 0 : now(), contents);
        disk = new SlowToSettle(machine, "disk", 1 << 14, diskCache);
        ssd = new SlowToSettle(machine, "ssd", 560 * BUCKET, ssdCache);
        bcache = new Bcache(
                machine,
                "bcache",
                disk,
                ssd,
                BcacheConfig.defaults().withFormat(BUCKET, 1),
                Map.of("bdev/cache_mode", mode, "bdev/writeback_delay", "0"));
        ledger = new DurabilityLedger(machine.engine());
    }

    private long now() {
        return machine.engine().nowNanos();
    }

    private void pass(long nanos) {
        machine.engine().runUntil(now() + nanos);
    }

    private void set(String attribute, String value) {
        assertThat(bcache.storeAttribute(attribute, value)).isZero();
    }

    /** Submits a bio; the array says whether it has ended. */
    private boolean[] submit(Bio.Op op, int flags, long sector, int sectors) {
        boolean[] done = new boolean[1];
        Bio bio = new Bio();
        bio.prepare(op, flags, sector, sectors, ended -> {
            ended.settle(now());
            ledger.ended(ended);
            done[0] = true;
        });
        bio.stamps = new long[sectors];
        if (op == Bio.Op.WRITE) {
            bio.ownerTag = ++version;
            Arrays.fill(bio.stamps, version);
        }
        ledger.submitted(bio, version);
        bio.submitTo(bcache, now());
        return done;
    }

    private void run(Bio.Op op, int flags, long sector, int sectors) {
        boolean[] done = submit(op, flags, sector, sectors);
        while (!done[0]) {
            machine.engine().step();
        }
    }

    private void write(int flags) {
        run(Bio.Op.WRITE, Bio.SYNC | flags, 0, PAGE);
    }

    private void flush() {
        run(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0);
    }

    /** The power fails; what was promised is looked for. */
    private void cutPower() {
        PowerCut how = new PowerCut(PowerCut.Caches.LOST, RandomStream.named(1, "cut"));
        disk.cutPower(how);
        ssd.cutPower(how);
        bcache.cutPower(how);
        Bcache before = bcache;
        DurabilityLedger promises = ledger;
        boot("writethrough");
        PowerCutCheck check = new PowerCutCheck(machine.engine(), before, bcache, promises, report);
        assertThat(check.run()).isTrue();
        check.forEachFound((sector, stamp) -> ledger.restart(promises, sector, stamp));
    }

    private void assertLost(LossReason reason) {
        assertThat(report.lost()).as("%s", report).allMatch(lost -> lost.reason() == reason);
        assertThat(report.losses(reason)).as("%s", report).isEqualTo(PAGE);
    }

    private void assertNothingIsLost() {
        assertThat(report.lost()).isEmpty();
        assertThat(report.sectorsChecked()).isPositive();
    }

    /** The leaf is written, and the journal has no need of its keys any more. */
    private void settleLeaf() {
        pass(31 * SECOND);
        flush(); // its entry still tells to replay from the oldest, whose leaf was dirty before
        flush();
    }

    /**
     * A promised version is in the leaf; a later one is in the SSD's cache when the leaf that
     * points to it is written, with FUA, 30 s later. The journal is not written before that.
     */
    private void writeALeafAheadOfItsData() {
        boot("writeback");
        set("bdev/writeback_running", "0");
        set("cset/journal_delay_ms", "65535");
        write(Bio.FUA);
        settleLeaf();
        write(0);
        pass(31 * SECOND);
    }

    @Test
    void a_leaf_that_is_written_before_its_data_are_flushed_costs_what_was_there_before() {
        writeALeafAheadOfItsData();
        cutPower();
        assertLost(LossReason.INDEX_AHEAD);
    }

    @Test
    void a_flush_closes_the_gap_between_leaf_and_data() {
        writeALeafAheadOfItsData();
        flush();
        cutPower();
        assertNothingIsLost();
    }

    @Test
    void without_a_volatile_cache_on_the_ssd_no_leaf_is_ahead_of_its_data() {
        ssdCache = Cache.NONE;
        writeALeafAheadOfItsData();
        cutPower();
        assertNothingIsLost();
    }

    /** What a read inserts is in no journal; its leaf is written 30 s later. */
    private void insertAMiss() {
        boot("writearound");
        write(Bio.FUA);
        run(Bio.Op.READ, 0, 1000, PAGE); // opens a bucket, which costs a commit
        settleLeaf();
        run(Bio.Op.READ, 0, 0, PAGE);
        pass(31 * SECOND);
    }

    @Test
    void a_leaf_that_points_to_an_inserted_miss_is_ahead_of_its_data_too() {
        insertAMiss();
        cutPower();
        assertLost(LossReason.INDEX_AHEAD);
    }

    @Test
    void a_flush_makes_an_inserted_miss_durable() {
        insertAMiss();
        flush();
        cutPower();
        assertNothingIsLost();
    }

    /** Promised data are written back; then the copy on the SSD is given up. */
    private void writeBackAndDetach(Runnable between) {
        boot("writeback");
        write(Bio.FUA);
        pass(SECOND); // written back at once
        assertThat(bcache.showAttribute("bdev/dirty_data")).isEqualTo("0.0k");
        between.run();
        set("bdev/detach", "1");
        pass(60 * SECOND);
        assertThat(bcache.device().isAttached()).isFalse();
    }

    @Test
    void write_back_to_a_volatile_cache_costs_what_was_flushed_once_the_ssd_has_given_it_up() {
        writeBackAndDetach(() -> {});
        cutPower();
        assertLost(LossReason.CLEAN_AHEAD);
    }

    @Test
    void a_flush_makes_durable_what_was_written_back() {
        writeBackAndDetach(this::flush);
        cutPower();
        assertNothingIsLost();
    }

    @Test
    void write_back_to_a_disk_without_volatile_cache_costs_nothing() {
        diskCache = Cache.NONE;
        writeBackAndDetach(() -> {});
        cutPower();
        assertNothingIsLost();
    }

    @Test
    void what_was_written_back_and_not_given_up_is_still_on_the_ssd() {
        boot("writeback");
        write(Bio.FUA);
        for (int sector = 1000; sector < 4000; sector += 1000) {
            pass(31 * SECOND); // the leaf says that it is clean, the journal has no need of it
            run(Bio.Op.WRITE, Bio.SYNC, sector, PAGE);
        }
        pass(SECOND);
        cutPower();
        assertNothingIsLost();
        assertThat(bcache.leastLater(0, 1)).as("of the backing device").isZero();
    }

    /** Promised data are dirty in the cache; a later write passes it by and is held back. */
    private boolean[] writeAround() {
        boot("writeback");
        set("bdev/writeback_running", "0");
        write(Bio.FUA);
        set("bdev/cache_mode", "writearound");
        pass(SECOND);
        disk.hold(bio -> bio.op == Bio.Op.WRITE);
        return submit(Bio.Op.WRITE, Bio.SYNC, 0, PAGE);
    }

    @Test
    void a_write_around_the_cache_drops_what_was_flushed_before_its_own_data_are_there() {
        boolean[] done = writeAround();
        pass(150 * MILLI); // the journal tells that nothing is cached any more
        assertThat(done[0]).isFalse();
        cutPower();
        assertLost(LossReason.BYPASS_AHEAD);
    }

    @Test
    void no_volatile_cache_is_needed_for_that() {
        diskCache = Cache.NONE;
        ssdCache = Cache.NONE;
        writeAround();
        pass(150 * MILLI);
        cutPower();
        assertLost(LossReason.BYPASS_AHEAD);
    }

    @Test
    void nor_does_a_flush_help_while_the_write_is_under_way() {
        writeAround();
        flush();
        cutPower();
        assertLost(LossReason.BYPASS_AHEAD);
    }

    @Test
    void nothing_is_lost_as_long_as_the_journal_does_not_tell_of_it() {
        writeAround();
        pass(50 * MILLI);
        cutPower();
        assertNothingIsLost();
    }

    @Test
    void a_write_around_the_cache_that_has_ended_costs_what_was_flushed_until_the_next_flush() {
        boolean[] done = writeAround();
        disk.release();
        pass(150 * MILLI);
        assertThat(done[0]).isTrue();
        cutPower();
        assertLost(LossReason.BYPASS_AHEAD);
    }

    @Test
    void a_flush_after_it_closes_that_window() {
        writeAround();
        disk.release();
        pass(150 * MILLI);
        flush();
        cutPower();
        assertNothingIsLost();
    }

    @Test
    void a_write_around_the_cache_with_fua_is_there_when_it_has_ended() {
        boot("writeback");
        set("bdev/writeback_running", "0");
        write(Bio.FUA);
        set("bdev/cache_mode", "writearound");
        write(Bio.FUA);
        cutPower();
        assertNothingIsLost();
    }
}
