package dev.kiosim.scenarios.conformance.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The disks of the recording machine. */
class NullBlkTest {
    private final Engine engine = new Engine(1);
    private final NullBlk disk = new NullBlk(engine, "back", 1 << 20, 512, 0, (on, bio) -> {});
    private final List<Long> endsNanos = new ArrayList<>();

    private void write(long sector, int sectors) {
        Bio bio = new Bio();
        bio.prepare(Bio.Op.WRITE, 0, sector, sectors, ended -> {
            endsNanos.add(engine.nowNanos());
            ended.settle(engine.nowNanos());
        });
        bio.submitTo(disk, engine.nowNanos());
    }

    private String counters() {
        engine.runUntil(1_000_000);
        return disk.counters().toJson().toString();
    }

    @Test
    void one_request_is_served_after_the_other() {
        write(0, 8);
        write(800, 8);
        engine.runUntil(1_000_000);
        assertThat(endsNanos.get(1)).isEqualTo(2 * endsNanos.get(0));
    }

    @Test
    void writes_that_continue_one_another_are_one_request_if_a_plug_is_held() {
        disk.setPlugged(true);
        write(0, 8);
        write(8, 8);
        assertThat(counters()).contains("\"writes\": 1,", "\"write_sectors\": 16");
    }

    @Test
    void without_a_plug_each_write_is_a_request() {
        write(0, 8);
        write(8, 8);
        assertThat(counters()).contains("\"writes\": 2,");
    }

    @Test
    void writes_to_other_places_are_requests_of_their_own() {
        disk.setPlugged(true);
        write(0, 8);
        write(16, 8);
        assertThat(counters()).contains("\"writes\": 2,");
    }

    @Test
    void a_request_has_no_more_than_255_sectors() {
        disk.setPlugged(true);
        write(0, 248);
        write(248, 8);
        assertThat(counters()).contains("\"writes\": 2,");
    }

    @Test
    void a_write_that_comes_later_is_a_request_of_its_own() {
        disk.setPlugged(true);
        write(0, 8);
        engine.runUntil(500_000);
        write(8, 8);
        assertThat(counters()).contains("\"writes\": 2,");
    }
}
