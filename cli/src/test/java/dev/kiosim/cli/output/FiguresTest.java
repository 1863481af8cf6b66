package dev.kiosim.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.000 us",
        "75100, 75.10 us",
        "999949, 999.9 us",
        "999950, 1.000 ms",
        "8213456, 8.213 ms",
        "12345678901, 12.35 s",
        "12345000000000, 12345 s",
        "-1500, -1.500 us"
    })
    void shows_four_digits_of_a_duration(long nanos, String shown) {
        assertThat(Figures.duration(nanos)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "512, 512 B",
        "4096, 4 KiB",
        "5000, 4.883 KiB",
        "1073741823, 1 GiB",
        "1610612736, 1.500 GiB"
    })
    void shows_a_size_in_binary_units_and_whole_ones_without_a_fraction(long bytes, String shown) {
        assertThat(Figures.size(bytes)).isEqualTo(shown);
    }

    @Test
    void shows_a_time_to_the_nanosecond() {
        assertThat(Figures.time(8_213_456)).isEqualTo("8.213456 ms");
        assertThat(Figures.time(3)).isEqualTo("0.000003 ms");
    }

    @Test
    void shows_a_ratio_with_one_digit_behind_the_point() {
        assertThat(Figures.ratio(2, 3)).isEqualTo("0.7");
        assertThat(Figures.ratio(100, 10)).isEqualTo("10.0");
        assertThat(Figures.ratio(5, 0)).isEqualTo("0");
    }

    @Test
    void counts_nothing_a_second_if_no_time_has_passed() {
        assertThat(Figures.perSecond(5, 0)).isZero();
        assertThat(Figures.perSecond(5, 500_000_000)).isEqualTo(10);
    }
}
