package dev.kiosim.scenarios.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.engine.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @Test
    void runs_of_steps_are_written_as_numbers() {
        Schedule schedule = new Schedule(List.of("a", "a", "irq:0", "b", "b", "b"));
        assertThat(schedule).hasToString("a*2 irq:0 b*3");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_written_is_read_as_it_was(long seed) {
        RandomStream random = RandomStream.named(seed, "schedule");
        List<String> names = List.of("setup", "a", "b.0", "irq:3", "push:1");
        List<String> actors = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            actors.add(names.get(random.nextInt(names.size())));
        }
        String text = new Schedule(actors).toString();
        assertThat(Schedule.parse(text).actors()).as("seed %d", seed).isEqualTo(actors);
    }

    @Test
    void a_file_may_have_lines_and_comments() {
        Schedule schedule = Schedule.parse("# who\na*2  b # then\n\n a\n");
        assertThat(schedule.actors()).containsExactly("a", "a", "b", "a");
    }

    @ParameterizedTest
    @CsvSource({"'', empty", "a*x, number after *", "a*0, 1 to", "*3, names nobody"})
    void says_what_is_wrong(String text, String why) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(ScheduleException.class)
                .hasMessageContaining(why);
    }
}
