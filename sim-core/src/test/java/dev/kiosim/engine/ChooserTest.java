package dev.kiosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChooserTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void it_is_asked_who_of_the_actors_of_one_instant_goes_first() {
        List<List<Integer>> asked = new ArrayList<>();
        Engine engine = new Engine(1, (actors, count) -> {
            asked.add(Arrays.stream(actors, 0, count).boxed().toList());
            return count - 1;
        });
        engine.schedule(5, step(1, "a"));
        engine.schedule(5, step(2, "b"));
        engine.schedule(5, step(3, "c"));
        engine.run();
        assertThat(log).containsExactly("c", "b", "a");
        assertThat(asked).containsExactly(List.of(1, 2, 3), List.of(1, 2), List.of(1));
    }

    @Test
    void it_stops_the_engine_by_choosing_nobody() {
        Engine engine = new Engine(1, (actors, count) -> count == 1 ? Chooser.NONE : 0);
        engine.schedule(5, step(1, "a"));
        engine.schedule(5, step(2, "b"));
        assertThat(engine.step()).isTrue();
        assertThat(engine.step()).isFalse();
        assertThat(log).containsExactly("a");
        assertThat(engine.eventsWaiting()).isEqualTo(1);
    }

    @Test
    void it_hears_which_step_goes_first_just_before_it_does() {
        Engine engine = new Engine(1, new Chooser() {
            @Override
            public int choose(int[] actors, int count) {
                return 0;
            }

            @Override
            public void chosen(Event step) {
                log.add("next is " + step.actor());
            }
        });
        engine.schedule(5, step(1, "a"));
        engine.run();
        assertThat(log).containsExactly("next is 1", "a");
    }

    @Test
    void the_steps_of_one_actor_keep_their_order() {
        Engine engine = new Engine(1, (actors, count) -> count - 1);
        engine.schedule(5, step(1, "a1"));
        engine.schedule(5, step(2, "b1"));
        engine.schedule(5, step(2, "b2"));
        engine.schedule(5, step(1, "a2"));
        engine.run();
        assertThat(log).containsExactly("b1", "b2", "a1", "a2");
    }

    @Test
    void steps_of_the_machine_do_not_compete() {
        Engine engine = new Engine(1, (actors, count) -> count - 1);
        engine.schedule(5, step(1, "a"));
        engine.schedule(5, () -> log.add("machine"));
        engine.schedule(5, step(2, "b"));
        engine.run();
        assertThat(log).containsExactly("machine", "b", "a");
    }

    @Test
    void a_step_scheduled_in_the_same_instant_competes_too() {
        Engine engine = new Engine(1, (actors, count) -> count - 1);
        engine.schedule(5, step(1, "a"));
        engine.schedule(5, new Step(2, () -> {
            log.add("b");
            engine.schedule(0, step(3, "c"));
        }));
        engine.run();
        assertThat(log).containsExactly("b", "c", "a");
    }

    @Test
    void steps_of_different_instants_do_not_compete() {
        Engine engine = new Engine(1, (actors, count) -> count - 1);
        engine.schedule(5, step(1, "a"));
        engine.schedule(6, step(2, "b"));
        engine.run();
        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void withdrawn_timers_are_not_among_the_candidates() {
        Engine engine = new Engine(1, (actors, count) -> count - 1);
        Timer timer = new Timer(engine, () -> log.add("timer"));
        engine.schedule(5, step(1, "a"));
        timer.arm(5);
        engine.schedule(5, step(2, "b"));
        timer.disarm();
        engine.run();
        assertThat(log).containsExactly("b", "a");
    }

    @Test
    void what_waits_for_its_turn_still_counts_as_waiting() {
        Engine engine = new Engine(1, (actors, count) -> 0);
        engine.schedule(5, step(1, "a"));
        engine.schedule(5, step(2, "b"));
        engine.schedule(6, step(1, "c"));
        engine.step();
        assertThat(engine.eventsWaiting()).isEqualTo(2);
    }

    @Test
    void the_seeded_chooser_gives_every_candidate_its_chance() {
        Chooser chooser = Chooser.seeded(RandomStream.named(1, "chooser"));
        int[] chosen = new int[3];
        for (int i = 0; i < 3000; i++) {
            chosen[chooser.choose(new int[] {1, 2, 3}, 3)]++;
        }
        assertThat(chosen).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(900, 1100);
            }
        });
    }

    @Test
    void the_seeded_chooser_repeats_itself_for_one_seed() {
        assertThat(orderUnder(7)).isEqualTo(orderUnder(7)).isNotEqualTo(orderUnder(8));
    }

    private static List<String> orderUnder(long seed) {
        List<String> order = new ArrayList<>();
        Engine engine = new Engine(seed, Chooser.seeded(RandomStream.named(seed, "chooser")));
        for (int actor = 1; actor <= 20; actor++) {
            String name = "actor " + actor;
            engine.schedule(1, new Step(actor, () -> order.add(name)));
        }
        engine.run();
        return order;
    }

    private Step step(int actor, String name) {
        return new Step(actor, () -> log.add(name));
    }

    private record Step(int actor, Runnable action) implements Event {
        @Override
        public void fire() {
            action.run();
        }
    }
}
