package dev.kiosim.kernel.aio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.engine.Nullable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs of submits, reaps in the kernel and in user space, cancels, set-ups and destroys
 * by several tasks, over a device that fails: every accepted iocb completes once, is delivered once
 * with its result and its returns unless its context was destroyed, in completion order, and all
 * structures hold together after every event. A program that fails is told in full, made small.
 *
 * <p>{@code -Dkiosim.programs=100000} runs as many of each kind as the slow profile does, and
 * {@code -Dkiosim.program=17} that one alone.
 */
class RandomProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("kiosim.programs", 1_000);
    private static final long ONLY = Long.getLong("kiosim.program", 0);

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2", "NOCTX"})
    void every_accepted_iocb_completes_and_is_delivered_exactly_once(Tested kind) {
        long first = ONLY == 0 ? 1 : ONLY;
        long last = ONLY == 0 ? PROGRAMS : ONLY;
        for (long seed = first; seed <= last; seed++) {
            RandomProgram program = RandomProgram.of(kind, seed);
            if (failure(program) != null) {
                throw new AssertionError(story(program));
            }
        }
    }

    /** What goes wrong in {@code program}, or null if nothing does. */
    private static @Nullable Throwable failure(RandomProgram program) {
        try {
            ProgramRun.run(program);
            return null;
        } catch (RuntimeException | AssertionError broken) {
            return broken;
        }
    }

    /** The program made small, as text. */
    private static String story(RandomProgram program) {
        RandomProgram small = Shrinker.shrink(program, each -> failure(each) != null);
        return "program " + program.seed() + " of " + program.kind() + " fails; made small:\n"
                + String.join("\n", ProgramRun.tell(small));
    }

    private static RandomProgram firstToFail(Tested kind) {
        for (long seed = 1; seed <= 1_000; seed++) {
            RandomProgram program = RandomProgram.of(kind, seed);
            if (failure(program) != null) {
                return program;
            }
        }
        throw new AssertionError("no program finds the mistake of " + kind);
    }

    @Test
    void a_mistake_is_found_and_told_in_a_few_lines() {
        RandomProgram program = firstToFail(Tested.V2_WITHOUT_RETURNS);
        List<String> lines = story(program).lines().toList();
        assertThat(lines.size()).isLessThan(8);
        assertThat(lines.get(0)).contains("of V2_WITHOUT_RETURNS fails");
        assertThat(lines).anyMatch(line -> line.contains("submits to c0: #"));
        assertThat(lines.get(lines.size() - 1)).contains(" has returns [", ", and its event []");
    }

    @Test
    void a_mistake_that_takes_two_cpus_is_found_and_told_in_a_few_lines() {
        RandomProgram program = firstToFail(Tested.NOCTX_PUSHED_ONCE);
        List<String> lines = story(program).lines().toList();
        assertThat(lines.size()).isLessThan(20);
        assertThat(lines.get(lines.size() - 1)).contains("completed, and never delivered");
    }
}
