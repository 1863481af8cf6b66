package dev.kiosim.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel of this machine is asked whether kiosim is right. Another seed:
 * {@code -Dkiosim.oracle.seed=N}; another number of programs: {@code -Dkiosim.oracle.programs=N}.
 */
class LiveKernelTest {
    private static final long SEED = Long.getLong("kiosim.oracle.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("kiosim.oracle.programs", 2_000);
    private static final long GRACE_NANOS = 150_000;
    private static final long GRACE_NANOS_IN_DOUBT = 5_000_000;

    @TempDir
    Path folder;

    @BeforeEach
    void this_machine_can_be_asked() {
        String refusal = LiveHost.refusal(folder);
        assumeTrue(refusal.isEmpty(), "the live kernel is not asked: " + refusal);
    }

    @Test
    void random_programs_do_the_same_in_kiosim_as_in_the_kernel_of_this_machine(
            TestReporter reporter) throws Exception {
        ExecutorService replays = Executors.newSingleThreadExecutor();
        List<Future<Oracle.Finding>> findings = new ArrayList<>();
        replays.submit(() -> {}).get(); // its thread is there, and may run on every CPU
        OnOneCpu.run(() -> {
            try (Destroyer destroyer = new Destroyer()) {
                Oracle oracle = oracle(destroyer, GRACE_NANOS);
                for (int i = 0; i < PROGRAMS; i++) {
                    List<Step> recorded = oracle.record(Programs.program(SEED, i));
                    findings.add(replays.submit(() -> oracle.differs(recorded)));
                }
            }
        });
        for (int i = 0; i < PROGRAMS; i++) {
            Oracle.Finding finding = findings.get(i).get();
            if (finding != null) {
                askAgain(finding, i, reporter);
            }
        }
        replays.shutdown();
    }

    private void askAgain(Oracle.Finding finding, int number, TestReporter reporter) {
        OnOneCpu.run(() -> {
            try (Destroyer destroyer = new Destroyer()) {
                Oracle inDoubt = oracle(destroyer, GRACE_NANOS_IN_DOUBT);
                List<Step> program = Programs.program(SEED, number);
                assertThat(Report.of(inDoubt, program, finding, SEED, number)).isEmpty();
                reporter.publishEntry("oracle", Report.notRepeatable(finding, SEED, number));
            }
        });
    }

    @Test
    void nothing_is_left_behind() {
        OnOneCpu.run(() -> {
            try (Destroyer destroyer = new Destroyer()) {
                long before = openFiles();
                for (int i = 0; i < 20; i++) {
                    record(destroyer, GRACE_NANOS, Programs.program(SEED, i));
                }
                assertThat(folder).isEmptyDirectory();
                assertThat(openFiles()).isEqualTo(before);
            }
        });
    }

    private static long openFiles() {
        String[] fds = new java.io.File("/proc/self/fd").list();
        return fds == null ? 0 : fds.length;
    }

    private Oracle oracle(Destroyer destroyer, long graceNanos) {
        return new Oracle(LiveHost.json(), program -> record(destroyer, graceNanos, program));
    }

    private List<Step> record(Destroyer destroyer, long graceNanos, List<Step> program) {
        try (LiveCase live = new LiveCase(folder, destroyer, graceNanos)) {
            return live.record(program);
        }
    }
}
