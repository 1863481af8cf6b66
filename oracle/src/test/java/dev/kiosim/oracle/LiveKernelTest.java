package dev.kiosim.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    void random_programs_do_the_same_in_kiosim_as_in_the_kernel_of_this_machine() {
        OnOneCpu.run(() -> {
            try (Destroyer destroyer = new Destroyer()) {
                for (int i = 0; i < PROGRAMS; i++) {
                    List<Step> program = Programs.program(SEED, i);
                    if (oracle(destroyer, GRACE_NANOS).compare(program) != null) {
                        Oracle inDoubt = oracle(destroyer, GRACE_NANOS_IN_DOUBT);
                        assertThat(Report.of(inDoubt, program, SEED, i)).isEmpty();
                    }
                }
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
