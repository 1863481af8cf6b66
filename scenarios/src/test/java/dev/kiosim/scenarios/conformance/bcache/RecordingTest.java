package dev.kiosim.scenarios.conformance.bcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.conformance.Json;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a recording besides what it says itself. */
class RecordingTest {
    private static Recording recording(String letters, long inserted) throws Exception {
        Json.Obj seen = new Json.Obj();
        Json.Obj multi = new Json.Obj();
        multi.put("0", Json.of(letters));
        seen.put("multi", multi);
        seen.put(
                "inserted_sectors",
                new Json.Array(List.of(new Json.Whole(BigInteger.valueOf(inserted)))));
        return Recording.of(seen, List.of("R 0 2097152"));
    }

    @Test
    void a_large_request_becomes_as_many_bios_as_were_recorded() throws Exception {
        assertThat(recording("MMM", 0).biosOf(0)).isEqualTo(3);
    }

    @Test
    void where_both_bios_missed_the_second_inserted_all_that_it_had() throws Exception {
        assertThat(recording("MM", 2048 + 1984).firstBioSectors()).isEqualTo(4096 - 1984);
    }

    @Test
    void where_nothing_tells_the_first_bio_has_what_was_seen_most() throws Exception {
        assertThat(recording("HM", 2048 + 1984).firstBioSectors()).isEqualTo(2064);
    }

    @Test
    void what_a_folder_that_is_gone_held_is_not_missed() {
        Json.Obj values = new Json.Obj();
        values.put("bdev/state", Json.of("no cache"));
        Snapshot snapshot = new Snapshot(0, "gone", values);
        assertThat(snapshot.lacksFolderOf("cset/block_size")).isTrue();
        assertThat(snapshot.lacksFolderOf("bdev/label")).isFalse();
        assertThat(snapshot.lacksFolderOf("disk/back")).isFalse();
    }
}
