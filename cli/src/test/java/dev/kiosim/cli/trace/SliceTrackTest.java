package dev.kiosim.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class SliceTrackTest {
    private final TraceText file = new TraceText(OutputStream.nullOutputStream(), "test");
    private final EventWriter events = new EventWriter(file);
    private final SliceTrack track = new SliceTrack(events, 1, 7);

    /** What was written, as kind and nanoseconds: {@code B10 E20}. */
    private String written() {
        return file.text()
                .toString()
                .replaceAll("\\{\"ph\":\"(.)\".*?\"ts\":0\\.0*(\\d+?),?(\".*)?\\},?\n?", "$1$2 ")
                .strip();
    }

    @Test
    void an_end_that_is_known_ahead_comes_when_its_time_has_come() {
        track.begin(10, "call");
        track.endAt(20);
        track.begin(30, "next");
        assertThat(written()).isEqualTo("B10 E20 B30");
    }

    @Test
    void a_slice_ends_early_if_something_comes_before_its_end() {
        track.begin(10, "task");
        track.begin(11, "call");
        track.endAt(20);
        track.endAllBut(0, 15); // the task gives up its CPU
        assertThat(written()).isEqualTo("B10 B11 E15 E15");
    }

    @Test
    void a_slice_that_claims_to_have_begun_before_the_last_one_ended_begins_then() {
        track.begin(10, "call");
        track.end(20);
        track.begin(15, "next");
        track.end(16);
        assertThat(written()).isEqualTo("B10 E20 B20 E20");
    }

    @Test
    void an_end_without_a_beginning_is_left_out() {
        track.end(10);
        track.endAt(11);
        track.begin(12, "call");
        assertThat(written()).isEqualTo("B12");
    }

    @Test
    void an_arrow_that_finds_no_slice_gets_one() {
        track.flow('t', 10, 3);
        track.endAllBut(0, 10);
        assertThat(written()).isEqualTo("B10 t10 E10");
    }

    @Test
    void an_arrow_at_the_very_end_of_a_slice_still_belongs_to_it() {
        track.begin(10, "softirq");
        track.endAt(12);
        track.flow('t', 12, 3);
        track.endAllBut(0, 13);
        assertThat(written()).isEqualTo("B10 t12 E12");
    }
}
