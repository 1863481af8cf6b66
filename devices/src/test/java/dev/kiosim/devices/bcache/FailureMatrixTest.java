package dev.kiosim.devices.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.FailureReason;
import dev.kiosim.block.FailureReport;
import dev.kiosim.block.Promise;
import dev.kiosim.devices.fault.FaultRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cache or backing device fail in each way, with clean and with dirty data, in each mode: what
 * callers see, what is left, what is lost, and that nobody waits for ever.
 */
class FailureMatrixTest {
    private static final long FAILS_AT = 100 * FailureBench.SECOND;
    private static final int EXTENTS = 16;
    private static final int SECTORS = EXTENTS * FailureBench.PAGE;
    private static final long UNCACHED = 1 << 16;

    enum Failing {
        CACHE,
        BACKING
    }

    enum How {
        ERRORS,
        SLOW,
        GONE
    }

    record Case(Failing failing, How how, boolean dirty, String mode) {
        FaultRule ruleFor(Failing device) {
            if (device != failing) {
                return FailureBench.healthy();
            }
            return switch (how) {
                case ERRORS -> FailureBench.fails(null, FAILS_AT, FailureBench.EIO);
                case GONE -> FailureBench.fails(null, FAILS_AT, FailureBench.ENODEV);
                case SLOW -> FailureBench.slow(FAILS_AT, 50 * FailureBench.MILLI);
            };
        }

        /** A device that is clean in write-back mode stays so only if nobody writes. */
        boolean writes() {
            return dirty || !mode.equals("writeback");
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Failing failing : Failing.values()) {
            for (How how : How.values()) {
                for (String mode : List.of("writethrough", "writeback")) {
                    cases.add(new Case(failing, how, false, mode));
                    cases.add(new Case(failing, how, true, mode));
                }
            }
        }
        return cases;
    }

    private FailureBench bench;
    private int readErrors;
    private int writeErrors;
    private int uncachedErrors;

    @ParameterizedTest
    @MethodSource("cases")
    void what_callers_see_what_is_left_and_what_is_lost(Case of) {
        prepare(of);
        workload(of);
        bench.pass(20 * FailureBench.SECOND);
        if (of.how == How.SLOW) {
            nothingHappened(of);
        } else if (of.failing == Failing.CACHE) {
            cacheFailed(of);
        } else {
            backingFailed(of);
        }
        bench.runDry();
        assertThat(bench.sectorsReadOld).isZero();
    }

    /** Sixteen extents are cached; dirty ones stay so, since nobody writes them back. */
    private void prepare(Case of) {
        bench = new FailureBench(of.mode, of.ruleFor(Failing.CACHE), of.ruleFor(Failing.BACKING));
        bench.set("bdev/cache_mode", of.dirty ? "writeback" : of.mode);
        if (of.dirty) {
            bench.set("bdev/writeback_running", "0");
        }
        for (int i = 0; i < EXTENTS; i++) {
            int flags = i == 0 ? Bio.SYNC | Bio.FUA : Bio.SYNC;
            bench.run(Bio.Op.WRITE, flags, (long) i * FailureBench.PAGE, FailureBench.PAGE);
            if (i == EXTENTS / 2 - 1) {
                bench.flush();
            }
        }
        bench.set("bdev/cache_mode", of.mode);
        bench.passUntil(FAILS_AT);
        assertThat(bench.show("bdev/state")).isEqualTo(of.dirty ? "dirty" : "clean");
    }

    private void workload(Case of) {
        long pause = of.how == How.GONE ? 200 * FailureBench.MILLI : FailureBench.MILLI;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < EXTENTS; i++) {
                long sector = (long) i * FailureBench.PAGE;
                readErrors += bench.read(sector, FailureBench.PAGE) == 0 ? 0 : 1;
                long elsewhere = UNCACHED + (round * EXTENTS + i) * 64L;
                bench.pass(pause);
                uncachedErrors += bench.read(elsewhere, FailureBench.PAGE) == 0 ? 0 : 1;
                bench.pass(pause);
                if (of.writes()) {
                    writeErrors += bench.write(elsewhere, FailureBench.PAGE) == 0 ? 0 : 1;
                }
            }
        }
    }

    private void nothingHappened(Case of) {
        assertThat(readErrors + writeErrors + uncachedErrors).isZero();
        assertThat(bench.report().total()).isZero();
        assertThat(bench.show("bdev/running")).isEqualTo("1");
        assertThat(bench.bcache.device().isAttached()).isTrue();
        if (of.dirty) {
            bench.set("bdev/writeback_running", "1");
        }
    }

    private void cacheFailed(Case of) {
        assertThat(bench.bcache.device().isAttached()).isFalse();
        assertThat(bench.says("disabling caching")).isTrue();
        assertThat(bench.says("Caching disabled for disk")).isTrue();
        assertThat(bench.says("unregistered")).isTrue();
        if (of.dirty) {
            stoppedWith(FailureReason.CACHE_FAILED, of);
            assertThat(readErrors).isEqualTo(10 * EXTENTS);
            assertThat(bench.says("\"auto\" and cache is dirty, stop it")).isTrue();
        } else {
            assertThat(bench.says("\"auto\" and cache is clean, keep it alive")).isTrue();
            assertThat(bench.show("bdev/running")).isEqualTo("1");
            assertThat(bench.show("bdev/state")).isEqualTo("clean");
            assertThat(bench.report().total()).isZero();
            assertThat(readErrors + writeErrors + uncachedErrors)
                    .as("errors between failure and detaching")
                    .isBetween(0, 3);
            assertThat(bench.read(0, SECTORS)).isZero();
            assertThat(bench.write(0, SECTORS)).isZero();
        }
    }

    private void backingFailed(Case of) {
        assertThat(bench.bcache.device().isAttached()).isFalse();
        assertThat(bench.says("disabling caching")).as("the set has not failed").isFalse();
        assertThat(bench.says(
                        of.how == How.GONE
                                ? "device offline for 5 seconds"
                                : "too many IO errors on backing device disk"))
                .isTrue();
        assertThat(uncachedErrors).isEqualTo(10 * EXTENTS);
        if (of.dirty) {
            stoppedWith(FailureReason.BACKING_FAILED, of);
        } else {
            assertThat(bench.report().total()).isZero();
            assertThat(bench.isRunning()).isFalse();
            assertThat(bench.superblockState()).isEqualTo(BackingState.CLEAN);
        }
    }

    private void stoppedWith(FailureReason reason, Case of) {
        FailureReport report = bench.report();
        assertThat(bench.isRunning()).isFalse();
        assertThat(bench.superblockState()).isEqualTo(BackingState.DIRTY);
        assertThat(bench.read(0, FailureBench.PAGE)).isEqualTo(FailureBench.EIO);
        long written = of.mode.equals("writeback") && of.failing == Failing.BACKING
                ? (10L * EXTENTS - writeErrors) * FailureBench.PAGE
                : 0;
        assertThat(report.losses(reason)).isEqualTo(SECTORS + written);
        assertThat(report.losses(Promise.FUA)).isEqualTo(FailureBench.PAGE);
        assertThat(report.losses(Promise.FLUSHED)).isEqualTo(SECTORS / 2 - FailureBench.PAGE);
        assertThat(report.losses(Promise.ACKNOWLEDGED)).isEqualTo(SECTORS / 2 + written);
    }
}
