package dev.kiosim.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "rpm, rpm, 0",
        "rmp, rpm, 1",
        "rp, rpm, 1",
        "rpmm, rpm, 1",
        "rpx, rpm, 1",
        "cache_mdoe, cache_mode, 1",
        "'', rpm, 3",
        "kitten, sitting, 3"
    })
    void counts_edits_and_an_exchange_of_neighbours_as_one(String one, String other, int edits) {
        assertThat(Nearest.distance(one, other)).isEqualTo(edits);
        assertThat(Nearest.distance(other, one)).isEqualTo(edits);
    }

    @Test
    void takes_the_nearest_word() {
        assertThat(Nearest.to("iodeph", List.of("io_size", "iodepth", "io_submit")))
                .isEqualTo("iodepth");
    }

    @Test
    void takes_the_first_of_words_equally_near() {
        assertThat(Nearest.to("hda", List.of("sda", "hdb"))).isEqualTo("sda");
    }

    @Test
    void letter_case_costs_nothing() {
        assertThat(Nearest.to("PREAD", List.of("write", "pread"))).isEqualTo("pread");
    }

    @Test
    void suggests_nothing_where_nothing_is_near() {
        assertThat(Nearest.to("blocksize", List.of("bs", "iodepth"))).isEmpty();
    }

    @Test
    void suggests_no_word_of_which_every_letter_is_wrong() {
        assertThat(Nearest.to("x", List.of("y"))).isEmpty();
    }
}
