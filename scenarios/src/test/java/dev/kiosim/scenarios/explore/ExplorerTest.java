package dev.kiosim.scenarios.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.Limits.Pruning;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplorerTest {
    /** A process with c computations takes a step to begin, one for each, and one to end. */
    private static final int BEGIN_AND_END = 2;

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 1", "2, 3", "3, 1"})
    void n_processes_of_k_steps_have_as_many_interleavings_as_the_formula_says(int n, int c) {
        int k = c + BEGIN_AND_END;
        BigInteger expected = factorial(n * k).divide(factorial(k).pow(n)); // (nk)! / (k!)^n
        Scenario scenario = Explored.independent(n, c);
        Exploration unpruned = Explored.explore(scenario, Limits.ANY, Pruning.NONE);
        assertThat(unpruned.runs()).isEqualTo(expected.longValueExact());
        assertThat(unpruned.interleavings()).isEqualTo(expected);
        Exploration pruned = Explored.explore(scenario, Limits.ANY, Pruning.EQUAL_STATES);
        assertThat(pruned.interleavings()).isEqualTo(expected);
        assertThat(pruned.complete()).isTrue();
    }

    @Test
    void steps_that_commute_lead_to_as_many_states_as_there_are_combinations_of_positions() {
        Exploration pruned =
                Explored.explore(Explored.independent(3, 2), Limits.ANY, Pruning.EQUAL_STATES);
        assertThat(pruned.states()).isEqualTo(5 * 5 * 5);
        assertThat(pruned.steps()).isEqualTo(3 * 4 * 5 * 5);
        assertThat(pruned.runs()).isEqualTo(pruned.steps() - pruned.states() + 2);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 8", "2, 26", "3, 44"})
    void a_bound_on_preemptions_leaves_as_many_as_the_formula_says(int bound, int expected) {
        // Two processes of 4 steps are cut at 3 places each; one cut into i pieces, the other into
        // j, taking turns, makes i + j - 2 interruptions. So there are 2 for 0 of them, 3 + 3 more
        // for 1, 2 * 3 * 3 more for 2, 2 * 3 * 3 more for 3.
        Scenario scenario = Explored.independent(2, 2);
        for (Pruning pruning : Pruning.values()) {
            Exploration bounded = Explored.explore(scenario, bound, pruning);
            assertThat(bounded.interleavings()).isEqualTo(BigInteger.valueOf(expected));
            assertThat(bounded.complete()).isTrue();
        }
    }

    @Test
    void what_was_cut_short_is_not_called_complete() {
        Limits limits = new Limits(Limits.ANY, 5, Pruning.EQUAL_STATES);
        Exploration cut = Explored.explore(Explored.independent(3, 2), limits);
        assertThat(cut.complete()).isFalse();
        assertThat(cut.runs()).isEqualTo(5);
    }

    @Test
    void whoever_watches_can_end_it() {
        Explorer explorer = new Explorer(
                Explored.independent(3, 2),
                Explored.options(),
                new Limits(Limits.ANY, 1000, Pruning.EQUAL_STATES));
        assertThat(explorer.explore((runs, states) -> runs < 7).runs()).isEqualTo(7);
    }

    static List<String> programs() {
        return List.of("explore/list-pop", "explore/list-take", "explore/overflow-flag");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void the_state_of_the_kernel_is_the_same_by_its_parts_as_by_its_history(String name) {
        Scenario scenario = Explored.library(name);
        Exploration byParts = Explored.explore(scenario, 2, Pruning.EQUAL_STATES);
        Exploration byHistory = Explored.explore(scenario, 2, Pruning.EQUAL_HISTORIES);
        assertThat(byParts.interleavings()).isEqualTo(byHistory.interleavings());
        assertThat(byParts.violating()).isEqualTo(byHistory.violating());
        assertThat(byParts.runs()).isLessThanOrEqualTo(byHistory.runs());
    }

    private static BigInteger factorial(int n) {
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return product;
    }
}
