package dev.kiosim.devices.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineElevatorTest {
    private static final long MILLISECOND = 1_000_000L;

    private final DeadlineElevator elevator = new DeadlineElevator(DeadlineConfig.DEFAULT);
    private long nowNanos;

    private Request insert(Bio.Op op, long sector) {
        Request request = new Request();
        request.op = op;
        request.sector = sector;
        request.sectorCount = 8;
        request.insertedNanos = nowNanos;
        elevator.insert(request);
        return request;
    }

    private List<Long> dispatch(int count) {
        List<Long> sectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sectors.add(elevator.next(nowNanos).sector);
        }
        return sectors;
    }

    @Test
    void a_batch_goes_upwards_and_starts_again_from_the_oldest() {
        insert(Bio.Op.READ, 500);
        insert(Bio.Op.READ, 900);
        insert(Bio.Op.READ, 100);
        insert(Bio.Op.READ, 700);
        assertThat(dispatch(4)).containsExactly(500L, 700L, 900L, 100L);
    }

    @Test
    void reads_go_before_writes() {
        insert(Bio.Op.WRITE, 100);
        insert(Bio.Op.READ, 500);
        assertThat(dispatch(2)).containsExactly(500L, 100L);
    }

    @Test
    void a_reader_waits_for_at_most_one_batch_of_writes() {
        for (int i = 0; i < 100; i++) {
            insert(Bio.Op.WRITE, 100L * i);
        }
        dispatch(1);
        insert(Bio.Op.READ, 1_000_000);
        List<Long> next = dispatch(16);
        assertThat(next.subList(0, 15)).doesNotContain(1_000_000L);
        assertThat(next.get(15)).isEqualTo(1_000_000L);
    }

    @Test
    void writes_are_passed_over_by_two_batches_of_reads_and_then_go() {
        for (int i = 0; i < 100; i++) {
            insert(Bio.Op.READ, 100L * i);
        }
        insert(Bio.Op.WRITE, 1_000_000);
        List<Long> sectors = dispatch(40);
        assertThat(sectors.indexOf(1_000_000L)).isEqualTo(32);
    }

    @Test
    void a_write_older_than_its_expiry_is_sent_at_the_next_batch_of_writes() {
        insert(Bio.Op.WRITE, 100);
        nowNanos = 5_000 * MILLISECOND - 1;
        for (int i = 1; i <= 20; i++) {
            insert(Bio.Op.WRITE, 1_000L * i);
        }
        dispatch(1);
        insert(Bio.Op.WRITE, 50);
        assertThat(dispatch(15)).doesNotContain(50L);
        assertThat(dispatch(5)).doesNotContain(50L);
        assertThat(dispatch(1)).containsExactly(50L);
    }

    @Test
    void an_expired_request_is_taken_before_its_turn_when_a_batch_ends() {
        for (int i = 0; i < 16; i++) {
            insert(Bio.Op.READ, 10_000 + 100L * i);
        }
        dispatch(1);
        nowNanos = 400 * MILLISECOND;
        insert(Bio.Op.READ, 50);
        insert(Bio.Op.READ, 90_000);
        nowNanos = 900 * MILLISECOND;
        assertThat(dispatch(15)).doesNotContain(50L);
        assertThat(dispatch(1)).containsExactly(50L);
    }

    @Test
    void a_merged_request_keeps_the_earlier_expiry() {
        Request older = insert(Bio.Op.READ, 108);
        nowNanos = 100 * MILLISECOND;
        Request younger = insert(Bio.Op.READ, 100);
        elevator.remove(older);
        elevator.absorbed(younger, older);
        assertThat(younger.expiryNanos).isEqualTo(500 * MILLISECOND);
    }

    @Test
    void front_merges_can_be_switched_off() {
        DeadlineConfig off = new DeadlineConfig(0, 0, 16, 2, 0, DeadlineConfig.FrontMerges.OFF);
        DeadlineElevator without = new DeadlineElevator(off);
        Request request = insert(Bio.Op.READ, 100);
        elevator.remove(request);
        without.insert(request);
        assertThat(without.startingAt(Bio.Op.READ, 100)).isNull();
        assertThat(without.endingAt(Bio.Op.READ, 108)).isSameAs(request);
    }

    @Test
    void asking_an_empty_elevator_changes_nothing() {
        insert(Bio.Op.WRITE, 100);
        insert(Bio.Op.READ, 100);
        dispatch(2);
        assertThat(elevator.next(0)).isNull();
        assertThat(elevator.isEmpty()).isTrue();
    }

    private void insert(int priorityClass, Bio.Op op, long sector) {
        Request request = new Request();
        request.op = op;
        request.sector = sector;
        request.sectorCount = 8;
        request.insertedNanos = nowNanos;
        request.priority = priorityClass * 8 + 4;
        elevator.insert(request);
    }

    @Test
    void real_time_goes_before_best_effort_and_that_before_idle_whatever_the_direction() {
        insert(3, Bio.Op.READ, 100);
        insert(2, Bio.Op.READ, 200);
        insert(0, Bio.Op.READ, 300);
        insert(1, Bio.Op.WRITE, 400);
        assertThat(dispatch(4)).containsExactly(400L, 200L, 300L, 100L);
        assertThat(elevator.isEmpty()).isTrue();
    }

    @Test
    void an_idle_request_waits_for_best_effort_until_it_has_aged() {
        insert(3, Bio.Op.READ, 100);
        nowNanos = 9_999 * MILLISECOND;
        insert(2, Bio.Op.READ, 200);
        insert(2, Bio.Op.READ, 300);
        assertThat(dispatch(1)).containsExactly(200L);
        nowNanos = 10_000 * MILLISECOND;
        assertThat(dispatch(2)).containsExactly(100L, 300L);
    }

    @Test
    void best_effort_ages_under_real_time_too() {
        insert(2, Bio.Op.READ, 100);
        insert(1, Bio.Op.READ, 200);
        nowNanos = 10_000 * MILLISECOND;
        assertThat(dispatch(2)).containsExactly(100L, 200L);
    }

    @Test
    void levels_within_a_class_mean_nothing() {
        insert(2, Bio.Op.READ, 200);
        Request request = new Request();
        request.op = Bio.Op.READ;
        request.sector = 300;
        request.sectorCount = 8;
        request.priority = 2 * 8;
        elevator.insert(request);
        assertThat(dispatch(2)).containsExactly(200L, 300L);
    }
}
