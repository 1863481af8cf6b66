package dev.kiosim.devices.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Elevator;
import dev.kiosim.block.Request;
import dev.kiosim.engine.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every elevator promises its queue. */
class ElevatorContractTest {
    static Stream<Elevator> elevators() {
        return Stream.of(
                new NoopElevator(),
                new DeadlineElevator(DeadlineConfig.DEFAULT),
                new PositionElevator(PositionElevator.Policy.SSTF),
                new PositionElevator(PositionElevator.Policy.LOOK),
                new PositionElevator(PositionElevator.Policy.CLOOK));
    }

    private static Request request(Bio.Op op, long sector, int sectors) {
        Request request = new Request();
        request.op = op;
        request.sector = sector;
        request.sectorCount = sectors;
        return request;
    }

    @ParameterizedTest
    @MethodSource("elevators")
    void gives_back_every_request_once(Elevator elevator) {
        RandomStream random = RandomStream.named(5, "requests");
        List<Request> inserted = new ArrayList<>();
        List<Request> given = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(2) == 0) {
                Bio.Op op = random.nextInt(2) == 0 ? Bio.Op.READ : Bio.Op.WRITE;
                Request request = request(op, random.nextInt(500), 8);
                inserted.add(request);
                elevator.insert(request);
            } else if (!elevator.isEmpty()) {
                given.add(elevator.next(i));
            }
        }
        while (!elevator.isEmpty()) {
            given.add(elevator.next(3_000));
        }
        assertThat(given).containsExactlyInAnyOrderElementsOf(inserted);
    }

    @ParameterizedTest
    @MethodSource("elevators")
    void finds_a_request_by_where_it_ends(Elevator elevator) {
        Request request = request(Bio.Op.WRITE, 100, 8);
        elevator.insert(request);
        assertThat(elevator.endingAt(Bio.Op.WRITE, 108)).isSameAs(request);
        assertThat(elevator.endingAt(Bio.Op.READ, 108)).isNull();
        assertThat(elevator.endingAt(Bio.Op.WRITE, 107)).isNull();
    }

    @ParameterizedTest
    @MethodSource("elevators")
    void a_request_that_has_grown_at_the_front_is_found_and_given_at_its_new_place(
            Elevator elevator) {
        Request request = request(Bio.Op.READ, 100, 8);
        elevator.insert(request);
        request.sector = 92;
        request.sectorCount = 16;
        elevator.movedFrom(request, 100);
        assertThat(elevator.endingAt(Bio.Op.READ, 108)).isSameAs(request);
        assertThat(elevator.next(0)).isSameAs(request);
        assertThat(elevator.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("elevators")
    void a_request_that_was_removed_is_not_given(Elevator elevator) {
        Request request = request(Bio.Op.READ, 100, 8);
        elevator.insert(request);
        elevator.remove(request);
        assertThat(elevator.isEmpty()).isTrue();
        assertThat(elevator.next(0)).isNull();
    }

    @Test
    void sstf_takes_the_nearest_start_on_either_side() {
        Elevator sstf = new PositionElevator(PositionElevator.Policy.SSTF);
        sstf.insert(request(Bio.Op.READ, 1_000, 8));
        sstf.next(0);
        sstf.insert(request(Bio.Op.READ, 1_100, 8));
        sstf.insert(request(Bio.Op.READ, 950, 8));
        sstf.insert(request(Bio.Op.READ, 5_000, 8));
        assertThat(sectors(sstf, 3)).containsExactly(950L, 1_100L, 5_000L);
    }

    @Test
    void look_turns_round_where_nothing_is_left() {
        Elevator look = new PositionElevator(PositionElevator.Policy.LOOK);
        look.insert(request(Bio.Op.READ, 500, 8));
        look.next(0);
        look.insert(request(Bio.Op.READ, 400, 8));
        look.insert(request(Bio.Op.READ, 600, 8));
        look.insert(request(Bio.Op.READ, 300, 8));
        assertThat(sectors(look, 3)).containsExactly(600L, 400L, 300L);
    }

    @Test
    void c_look_goes_from_the_highest_back_to_the_lowest() {
        Elevator clook = new PositionElevator(PositionElevator.Policy.CLOOK);
        clook.insert(request(Bio.Op.READ, 500, 8));
        clook.next(0);
        clook.insert(request(Bio.Op.READ, 400, 8));
        clook.insert(request(Bio.Op.READ, 600, 8));
        clook.insert(request(Bio.Op.READ, 300, 8));
        assertThat(sectors(clook, 3)).containsExactly(600L, 300L, 400L);
    }

    private static List<Long> sectors(Elevator elevator, int count) {
        List<Long> sectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sectors.add(elevator.next(0).sector);
        }
        return sectors;
    }
}
