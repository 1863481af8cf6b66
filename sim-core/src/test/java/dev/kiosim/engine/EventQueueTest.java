package dev.kiosim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueueTest {
    private final EventQueue queue = new EventQueue();

    @Test
    void entries_leave_in_the_order_of_their_due_times() {
        queue.add(30, 0);
        queue.add(10, 1);
        queue.add(20, 2);
        assertThat(removeAll()).containsExactly(1L, 2L, 0L);
    }

    @Test
    void entries_of_one_instant_leave_first_come_first_served() {
        for (long tag = 0; tag < 1000; tag++) {
            queue.add(7, tag);
        }
        assertThat(removeAll()).isSorted().hasSize(1000);
    }

    @Test
    void the_first_entry_can_be_looked_at_before_it_leaves() {
        queue.add(20, 5);
        queue.add(10, 6);
        assertThat(queue.firstDueNanos()).isEqualTo(10);
        assertThat(queue.firstTag()).isEqualTo(6);
    }

    @Test
    void an_entry_that_replaces_the_first_takes_its_own_place_in_the_order() {
        queue.add(10, 0);
        queue.add(20, 1);
        queue.add(30, 2);
        queue.removeFirst();
        queue.add(25, 3);
        assertThat(removeAll()).containsExactly(1L, 3L, 2L);
    }

    @Test
    void the_size_counts_what_waits_at_every_moment() {
        queue.add(10, 0);
        queue.add(20, 1);
        assertThat(queue.size()).isEqualTo(2);
        queue.removeFirst();
        assertThat(queue.size()).isEqualTo(1);
        queue.removeFirst();
        assertThat(queue.size()).isZero();
        assertThat(queue.isEmpty()).isTrue();
        queue.add(30, 2);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void times_up_to_the_end_of_time_are_compared_without_overflow() {
        queue.add(Long.MAX_VALUE, 0);
        queue.add(0, 1);
        queue.add(Long.MAX_VALUE - 1, 2);
        queue.add(1, 3);
        queue.add(Long.MAX_VALUE / 2, 4);
        assertThat(removeAll()).containsExactly(1L, 3L, 4L, 2L, 0L);
    }

    @Test
    void only_wanted_entries_are_retained_and_in_their_order() {
        for (long tag = 0; tag < 100; tag++) {
            queue.add(100 - tag / 2, tag);
        }
        queue.removeFirst();
        queue.retain(tag -> tag % 3 == 0);
        List<Long> left = removeAll();
        assertThat(left).hasSize(34).allMatch(tag -> tag % 3 == 0);
        assertThat(left).startsWith(99L, 96L);
    }

    @Test
    void removal_from_an_empty_queue_is_a_violation() {
        assertThatThrownBy(queue::removeFirst).isInstanceOf(InvariantViolation.class);
        queue.add(1, 0);
        queue.removeFirst();
        assertThatThrownBy(queue::removeFirst).isInstanceOf(InvariantViolation.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_mix_of_steps_gives_what_a_sorted_set_gives(long seed) {
        RandomStream random = RandomStream.named(seed, "steps");
        int distinctTimes = 1 << random.nextInt(20); // few of them: many ties
        TreeSet<Entry> model =
                new TreeSet<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::tag));
        for (long tag = 0; tag < 20_000; tag++) {
            boolean growing = (tag / 2000) % 2 == 0;
            if (model.isEmpty() || random.nextInt(10) < (growing ? 7 : 4)) {
                long due = random.nextInt(distinctTimes);
                queue.add(due, tag);
                model.add(new Entry(due, tag));
            } else {
                assertThat(queue.removeFirst())
                        .as("seed %d", seed)
                        .isEqualTo(model.pollFirst().tag());
            }
            if (random.nextInt(5000) == 0) {
                long divisor = 2L + random.nextInt(5);
                queue.retain(kept -> kept % divisor != 0);
                model.removeIf(entry -> entry.tag() % divisor == 0);
            }
            assertThat(queue.size()).as("seed %d", seed).isEqualTo(model.size());
        }
        assertThat(removeAll())
                .as("seed %d", seed)
                .isEqualTo(model.stream().map(Entry::tag).toList());
    }

    private List<Long> removeAll() {
        List<Long> tags = new ArrayList<>();
        while (!queue.isEmpty()) {
            tags.add(queue.removeFirst());
        }
        return tags;
    }

    private record Entry(long due, long tag) {}
}
