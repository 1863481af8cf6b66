package dev.kiosim.scenarios.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.explore.Exploration.Counterexample;
import dev.kiosim.scenarios.explore.Limits.Pruning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduledRunTest {
    @ParameterizedTest
    @ValueSource(strings = {"explore/list-pop", "explore/no-overflow-flag"})
    void a_counterexample_goes_wrong_in_the_same_way_when_it_is_replayed(String name) {
        Scenario scenario = Explored.library(name);
        Counterexample example =
                Explored.explore(scenario, 2, Pruning.EQUAL_STATES).counterexample();
        assertThat(example).isNotNull();
        ScheduledRun replay = run(scenario, example.schedule().toString());
        assertThat(replay.violation()).isEqualTo(example.violation());
        assertThat(replay.rows()).isEqualTo(example.rows());
    }

    @Test
    void behind_the_end_of_the_schedule_whoever_went_last_goes_on() {
        ScheduledRun run = run(Explored.independent(2, 1), "p1");
        assertThat(run.rows())
                .extracting(Transcript.Row::actor)
                .containsExactly("p1", "p1", "p1", "p0", "p0", "p0");
    }

    @Test
    void says_which_step_of_the_schedule_does_not_fit() {
        assertThatThrownBy(() -> run(Explored.independent(2, 1), "p1*4 p0*3"))
                .isInstanceOf(ScheduleException.class)
                .hasMessageContaining("step 4 of the schedule is p1's")
                .hasMessageContaining("expected one of p0");
    }

    @Test
    void says_that_the_schedule_is_too_long() {
        assertThatThrownBy(() -> run(Explored.independent(1, 1), "p0*3 p0"))
                .isInstanceOf(ScheduleException.class)
                .hasMessageContaining("4 steps, but nothing is left to do after 3");
    }

    @Test
    void wants_free_costs_and_a_cpu_for_each_task() {
        Scenario timed = Explored.scenario("""
                kiosim: 1
                title: t
                machine: {cpus: 1, costs: modern-vm}
                processes:
                  a:
                    program: [{compute: 1us}]
                  b:
                    program: [{compute: 1us}]
                """);
        assertThatThrownBy(() -> run(timed, "a"))
                .isInstanceOfSatisfying(
                        ScenarioException.class,
                        wrong -> assertThat(wrong.mistakes()).hasSize(2))
                .hasMessageContaining("costs");
    }

    @Test
    void wants_programs_of_explicit_steps() {
        Scenario generated = Explored.scenario("""
                kiosim: 1
                title: t
                machine: {cpus: 1, costs: free}
                devices: {disk: {kind: "null"}}
                processes:
                  a:
                    workload: {filename: disk, rw: read, number_ios: 1}
                """);
        assertThatThrownBy(() -> run(generated, "a"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("process a has no program");
    }

    private static ScheduledRun run(Scenario scenario, String schedule) {
        ScheduledRun run = new ScheduledRun(scenario, Explored.options(), Schedule.parse(schedule));
        while (run.advance(1000)) {
            assertThat(run.rows()).hasSizeLessThan(10_000);
        }
        return run;
    }
}
