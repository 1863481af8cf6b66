package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many errors of which device lead to what. */
class FailureCountingTest {
    private static final int PAGE = FailureBench.PAGE;

    /** A page is cached and clean, and cannot be read from the SSD. */
    private static FailureBench cleanPage(String mode) {
        FailureBench bench = new FailureBench(mode);
        bench.read(0, PAGE);
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = FailureBench::isDataRead;
        return bench;
    }

    private static FailureBench dirtyPage() {
        FailureBench bench = new FailureBench("writeback");
        bench.set("bdev/writeback_running", "0");
        bench.write(0, PAGE);
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = FailureBench::isDataRead;
        return bench;
    }

    @Test
    void e52_caching_goes_on_after_7_errors_of_the_cache_device() {
        FailureBench bench = cleanPage("writethrough");
        for (int i = 0; i < 7; i++) {
            assertThat(bench.read(0, PAGE)).isZero();
        }
        bench.pass(FailureBench.SECOND);
        assertThat(bench.show("cache/io_errors")).isEqualTo("7");
        assertThat(bench.bcache.device().isAttached()).isTrue();
        assertThat(bench.bcache.kernelLog())
                .contains("bcache: bch_count_io_errors() ssd: IO error on reading from cache,"
                        + " recovering.");
        bench.ssd.fails = bio -> false;
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.read(1024, PAGE)).isZero();
        bench.pass(FailureBench.SECOND);
        assertThat(bench.submit(Bio.Op.READ, 0, 1024, PAGE).cacheState).isNotNull();
        bench.runDry();
    }

    @Test
    void e52_at_the_8th_a_clean_device_goes_on_without_cache() {
        FailureBench bench = cleanPage("writethrough");
        for (int i = 0; i < 7; i++) {
            bench.read(0, PAGE);
        }
        assertThat(bench.read(0, PAGE)).as("its retry meets disabled IO").isEqualTo(-5);
        bench.pass(FailureBench.SECOND);
        assertThat(bench.bcache.device().isAttached()).isFalse();
        assertThat(bench.bcache.kernelLog())
                .endsWith(
                        "bcache: bch_cache_set_error() error on " + bench.bcache.setUuid()
                                + ": ssd: too many IO errors reading from cache",
                        ", disabling caching",
                        "bcache: conditional_stop_bcache_device() stop_when_cache_set_failed of"
                                + " bcache0 is \"auto\" and cache is clean, keep it alive.",
                        "bcache: bch_count_backing_io_errors() disk: IO error on backing device,"
                                + " unrecoverable",
                        "bcache: cached_dev_detach_finish() Caching disabled for disk",
                        "bcache: cache_set_free() Cache set " + bench.bcache.setUuid()
                                + " unregistered");
        long before = bench.ssd.failed;
        assertThat(bench.read(0, PAGE)).isZero();
        assertThat(bench.write(0, PAGE)).isZero();
        assertThat(bench.flush()).isZero();
        assertThat(bench.ssd.failed).isEqualTo(before);
        assertThat(bench.show("bdev/state")).isEqualTo("clean");
        assertThat(bench.show("cset/bucket_size")).isEqualTo("null");
        bench.runDry();
    }

    @Test
    void e52_at_the_8th_a_dirty_device_is_stopped() {
        FailureBench bench = dirtyPage();
        for (int i = 0; i < 8; i++) {
            assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        }
        bench.pass(FailureBench.SECOND);
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        assertThat(bench.read(4096, PAGE)).as("not even what was never cached").isEqualTo(-5);
        assertThat(bench.superblockState()).isEqualTo(BackingState.DIRTY);
        assertThat(bench.show("bdev/state")).as("its folder is gone").isEqualTo("null");
        assertThat(bench.isRunning()).isFalse();
        assertThat(bench.bcache.kernelLog().get(bench.bcache.kernelLog().size() - 1))
                .isEqualTo("bcache: bcache_device_free() bcache0 stopped");
        bench.runDry();
    }

    @Test
    void with_always_a_clean_device_is_stopped_too() {
        FailureBench bench = cleanPage("writethrough");
        bench.set("bdev/stop_when_cache_set_failed", "always");
        for (int i = 0; i < 8; i++) {
            bench.read(0, PAGE);
        }
        bench.pass(FailureBench.SECOND);
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        assertThat(bench.says("is \"always\", stop it for failed cache set")).isTrue();
        assertThat(bench.report().total()).isZero();
        bench.runDry();
    }

    @Test
    void io_error_limit_of_the_set_is_obeyed() {
        FailureBench bench = cleanPage("writethrough");
        bench.set("cset/io_error_limit", "2");
        bench.read(0, PAGE);
        assertThat(bench.says("disabling caching")).isFalse();
        bench.read(0, PAGE);
        assertThat(bench.says("disabling caching")).isTrue();
        bench.runDry();
    }

    @ParameterizedTest(name = "halflife {0}: {1} IOs that work after 7 errors, and one more error")
    @CsvSource({"0, 10000, true", "88, 200, false", "880, 100, false", "880, 1, true"})
    void errors_decay_with_a_halflife(int halflife, int goodIos, boolean fails) {
        FailureBench bench = cleanPage("writethrough");
        bench.set("cset/io_error_halflife", Integer.toString(halflife));
        for (int i = 0; i < 7; i++) {
            bench.read(0, PAGE);
        }
        bench.ssd.fails = bio -> false;
        for (int i = 0; i < goodIos; i++) {
            bench.read(0, PAGE);
        }
        bench.ssd.fails = FailureBench::isDataRead;
        bench.read(0, PAGE);
        assertThat(bench.says("disabling caching")).isEqualTo(fails);
        bench.runDry();
    }

    @Test
    void of_88_steps_each_takes_a_128th() {
        FailureBench bench = cleanPage("writethrough");
        for (int i = 0; i < 6; i++) {
            bench.read(0, PAGE);
        }
        bench.set("cset/io_error_halflife", "88");
        bench.ssd.fails = bio -> false;
        for (int i = 0; i < 88; i++) {
            bench.read(0, PAGE);
        }
        // 6 * (127/128)^87 = 3.03, or one step less: both show as 3
        assertThat(bench.show("cache/io_errors")).isEqualTo("3");
    }

    @Test
    void the_backing_device_is_given_up_at_the_64th_error() {
        FailureBench bench = new FailureBench("none");
        bench.disk.fails = bio -> true;
        for (int i = 0; i < 63; i++) {
            assertThat(bench.read(i * 64L, PAGE)).isEqualTo(FailureBench.EIO);
        }
        assertThat(bench.show("bdev/io_errors")).isEqualTo("63");
        assertThat(bench.show("bdev/running")).isEqualTo("1");
        assertThat(bench.bcache.kernelLog())
                .contains("bcache: bch_count_backing_io_errors() disk: IO error on backing device,"
                        + " unrecoverable");
        bench.read(0, PAGE);
        bench.pass(FailureBench.SECOND);
        assertThat(bench.bcache.kernelLog())
                .endsWith(
                        "bcache: bch_cached_dev_error() stop bcache0: too many IO errors on backing"
                                + " device disk",
                        "bcache: bcache_device_free() bcache0 stopped");
        bench.disk.fails = bio -> false;
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        bench.runDry();
    }

    @Test
    void failed_read_ahead_of_the_backing_device_does_not_count() {
        FailureBench bench = new FailureBench("writethrough");
        bench.disk.fails = bio -> true;
        for (int i = 0; i < 100; i++) {
            assertThat(bench.run(Bio.Op.READ, Bio.RAHEAD, i * 64L, PAGE)).isEqualTo(-5);
        }
        assertThat(bench.show("bdev/io_errors")).isEqualTo("0");
        assertThat(bench.show("bdev/running")).isEqualTo("1");
        long said = bench.bcache.kernelLog().stream()
                .filter(line -> line.contains("Read-ahead I/O failed on backing device, ignore"))
                .count();
        assertThat(said).as("messages within 5 s").isEqualTo(10);
    }

    @Test
    void errors_of_a_device_that_goes_on_without_cache_count_too() {
        FailureBench bench = new FailureBench("writethrough");
        bench.set("bdev/detach", "1");
        bench.pass(FailureBench.SECOND);
        bench.disk.fails = bio -> true;
        for (int i = 0; i < 64; i++) {
            bench.read(0, PAGE);
        }
        assertThat(bench.isRunning()).isFalse();
    }

    @Test
    void one_error_of_the_journal_is_enough() {
        FailureBench bench = new FailureBench("writethrough");
        bench.ssd.fails = FailureBench::isJournal;
        bench.write(0, PAGE);
        bench.pass(FailureBench.SECOND);
        assertThat(bench.says(": journal io error, disabling caching")).isTrue();
        assertThat(bench.show("cache/io_errors")).isEqualTo("null");
        assertThat(bench.read(0, PAGE)).isZero();
        bench.runDry();
    }

    @Test
    void a_forced_write_whose_journal_write_failed_is_acknowledged_and_its_loss_reported() {
        FailureBench bench = new FailureBench("writeback");
        bench.ssd.fails = FailureBench::isJournal;
        assertThat(bench.writeForced(0, PAGE)).as("bcache does not look").isZero();
        bench.pass(FailureBench.SECOND);
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        assertThat(bench.report().lost()).hasSize(1);
        assertThat(bench.report().lost().get(0).toString())
                .isEqualTo("bcache0 sectors 0 to 7: cache_failed, version 1 FUA, version 0 left");
        bench.runDry();
    }

    @Test
    void one_error_of_the_table_of_priorities_is_enough() {
        FailureBench bench = new FailureBench("writethrough");
        bench.ssd.fails = bio -> bio.op == Bio.Op.WRITE
                && bio.has(Bio.META)
                && !bio.has(Bio.FUA); // nodes and journal are forced
        for (int i = 0; i < 200; i++) {
            bench.read(i * 1024L, 1024);
            bench.pass(100 * FailureBench.MILLI);
        }
        assertThat(bench.says(": accessing priorities, disabling caching")).isTrue();
        assertThat(bench.isRunning()).isTrue();
        bench.runDry();
    }

    @Test
    void one_error_of_the_table_of_uuids_is_enough() {
        FailureBench bench = new FailureBench("writethrough");
        bench.set("bdev/detach", "1");
        bench.pass(FailureBench.SECOND);
        bench.ssd.fails = bio -> bio.op == Bio.Op.WRITE && !FailureBench.isJournal(bio);
        bench.bcache.storeAttribute("bdev/attach", bench.bcache.setUuid());
        bench.pass(FailureBench.SECOND);
        assertThat(bench.says(": accessing uuids, disabling caching")).isTrue();
        bench.runDry();
    }

    @Test
    void with_errors_panic_the_machine_stands_still() {
        FailureBench bench = cleanPage("writethrough");
        bench.set("cset/errors", "panic");
        for (int i = 0; i < 7; i++) {
            bench.read(0, PAGE);
        }
        assertThat(bench.engine.haltReason()).isNull();
        bench.submit(Bio.Op.READ, 0, 0, PAGE);
        bench.engine.run();
        assertThat(bench.engine.haltReason())
                .isEqualTo("Kernel panic - not syncing: panic forced after error (bcache, ssd:"
                        + " too many IO errors reading from cache)");
        assertThat(bench.inFlight()).isEqualTo(1);
        assertThat(bench.engine.step()).isFalse();
    }

    @Test
    void while_io_disable_of_the_set_is_set_every_bio_fails() {
        FailureBench bench = cleanPage("writethrough");
        bench.set("cset/internal/io_disable", "1");
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.EIO);
        assertThat(bench.show("bdev/io_disable")).isEqualTo("0");
        bench.set("cset/internal/io_disable", "0");
        assertThat(bench.read(0, PAGE)).isZero();
    }

    @Test
    void a_backing_device_that_is_gone_for_5_seconds_is_stopped() {
        FailureBench bench = new FailureBench(
                "writethrough",
                FailureBench.healthy(),
                FailureBench.fails(null, 2_500 * FailureBench.MILLI, FailureBench.ENODEV));
        bench.passUntil(6_999 * FailureBench.MILLI);
        assertThat(bench.show("bdev/running")).isEqualTo("1");
        bench.passUntil(7 * FailureBench.SECOND); // the fifth second that the thread sees
        assertThat(bench.bcache.kernelLog())
                .endsWith(
                        "bcache: cached_dev_status_update() disk: device offline for 5 seconds",
                        "bcache: cached_dev_status_update() bdev0: disable I/O request due to"
                                + " backing device offline",
                        "bcache: bcache_device_free() bcache0 stopped");
        assertThat(bench.bcache.life().isIoDisabled()).isTrue();
        bench.runDry();
    }

    @Test
    void a_backing_device_that_comes_back_within_5_seconds_goes_on() {
        FaultRule shortly = new FaultRule(
                null,
                0,
                Long.MAX_VALUE,
                FailureBench.SECOND,
                5 * FailureBench.SECOND,
                0,
                0,
                FaultRule.CERTAIN,
                FailureBench.ENODEV,
                0,
                1);
        FailureBench bench = new FailureBench("writethrough", FailureBench.healthy(), shortly);
        bench.passUntil(2 * FailureBench.SECOND);
        assertThat(bench.read(0, PAGE)).isEqualTo(FailureBench.ENODEV);
        bench.passUntil(100 * FailureBench.SECOND);
        assertThat(bench.isRunning()).isTrue();
        assertThat(bench.read(0, PAGE)).isZero();
        bench.runDry();
    }

    @Test
    void a_backing_device_that_fails_without_being_gone_is_not_stopped_by_time() {
        FailureBench bench = new FailureBench(
                "writethrough",
                FailureBench.healthy(),
                FailureBench.fails(null, FailureBench.SECOND, FailureBench.EIO));
        bench.passUntil(100 * FailureBench.SECOND);
        assertThat(bench.show("bdev/running")).isEqualTo("1");
    }
}
