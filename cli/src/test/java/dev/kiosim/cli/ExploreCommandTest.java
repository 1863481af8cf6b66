package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreCommandTest {
    @TempDir
    Path folder;

    @Test
    void says_that_nothing_goes_wrong_in_the_whole_space() {
        Session session = Session.of("explore", "explore/overflow-flag", "--preemptions", "2");
        assertThat(session.exitCode()).isZero();
        assertThat(session.out())
                .containsPattern("interleavings +all [0-9]+, none goes wrong")
                .containsPattern("preemptions +at most 2")
                .containsPattern("violation +none\n");
    }

    @Test
    void shows_the_shortest_interleaving_that_goes_wrong_and_how_to_replay_it() {
        Session session = explore("explore/no-overflow-flag");
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.out())
                .contains("violation      sleeper: nothing will wake reaper, while data 3 waits")
                .contains("kiosim run explore/no-overflow-flag --schedule");
    }

    @Test
    void a_replay_goes_wrong_in_the_same_way() throws IOException {
        String out = explore("explore/no-overflow-flag").out();
        String schedule = out.substring(out.indexOf("  '") + 3, out.lastIndexOf('\''));
        Session session = Session.of("run", "explore/no-overflow-flag", "--schedule", schedule);
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.err())
                .contains("sleeper: nothing will wake reaper, while data 3 waits")
                .contains(out.substring(out.indexOf("first setup"), out.indexOf("\n\nreplay")));
        Path file = Files.writeString(folder.resolve("s.txt"), schedule + " # whole", UTF_8);
        Session fromFile =
                Session.of("run", "explore/no-overflow-flag", "-q", "--schedule", file.toString());
        assertThat(fromFile.exitCode()).isEqualTo(1);
        assertThat(fromFile.out()).isEqualTo(session.out());
    }

    @Test
    void what_was_cut_short_is_no_proof() {
        Session session = Session.of("explore", "explore/list-take", "--max-interleavings", "10");
        assertThat(session.out())
                .contains("not all covered: ended after 10 runs")
                .contains("none so far: this is no proof");
        assertThat(session.exitCode()).isEqualTo(1); // the scenario expects all to be covered
        assertThat(session.out()).contains("complete is false, expected true");
    }

    @Test
    void a_schedule_that_does_not_fit_is_wrong_usage() {
        Session session =
                Session.of("run", "explore/list-take", "-q", "--schedule", "setup*2 nobody");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err())
                .isEqualTo("kiosim: --schedule: step 3 of the schedule is nobody's, who has none at"
                        + " hand; expected one of setup\n");
    }

    @Test
    void a_scenario_that_time_orders_is_refused() {
        Session session =
                Session.of("explore", "explore/list-take", "--set", "machine.costs=modern-vm");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("costs", "free, since else time orders the steps");
    }

    private static Session explore(String name) {
        return Session.of("explore", name, "--preemptions", "0");
    }
}
