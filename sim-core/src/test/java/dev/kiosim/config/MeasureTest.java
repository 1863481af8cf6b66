package dev.kiosim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTest {
    private static final Key BS = Key.optional("bs", KeyType.SIZE, "4KiB", "");
    private static final Key LATENCY = Key.optional("latency", KeyType.DURATION, "75us", "");
    private static final Key RUNTIME = Key.optional("runtime", KeyType.DURATION, null, "");

    @ParameterizedTest
    @CsvSource({
        "512B, 512",
        "4k, 4096",
        "4K, 4096",
        "4KiB, 4096",
        "4KB, 4000",
        "4kB, 4000",
        "1.5KiB, 1536",
        "1m, 1048576",
        "2MB, 2000000",
        "1GiB, 1073741824",
        "250GB, 250000000000",
        "4TB, 4000000000000",
        "7t, 7696581394432",
        "0, 0",
        "-4k, -4096"
    })
    void reads_sizes(String text, long bytes) {
        assertThat(Measure.SIZE.read(BS, text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "10ns, 10",
        "75us, 75000",
        "0.5us, 500",
        "2ms, 2000000",
        "30s, 30000000000",
        "2min, 120000000000",
        "1h, 3600000000000"
    })
    void reads_durations(String text, long nanos) {
        assertThat(Measure.DURATION.read(LATENCY, text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"270MB/s, 270000000", "1GiB/s, 1073741824", "1.5KB/s, 1500"})
    void reads_bandwidths(String text, long bytesPerSecond) {
        assertThat(Measure.BANDWIDTH.read(BS, text)).isEqualTo(bytesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4 k", "k", "", "4kk", "1e3B", "0x10B", "4,5k", "4.k", ".5k", "0.3B"})
    void refuses_what_is_no_exact_size(String text) {
        assertThatThrownBy(() -> Measure.SIZE.read(BS, text)).isInstanceOf(ConfigException.class);
    }

    @Test
    void refuses_what_does_not_fit_a_long() {
        assertThat(Measure.SIZE.read(BS, "8388607TiB")).isEqualTo(8388607L << 40);
        assertThatThrownBy(() -> Measure.SIZE.read(BS, "8388608TiB"))
                .hasMessageContaining("not a whole number of bytes below 8EiB");
    }

    @Test
    void a_missing_unit_is_suggested_after_the_default() {
        assertThatThrownBy(() -> Measure.DURATION.read(LATENCY, "90"))
                .hasMessageEndingWith("did you mean \"90us\"?");
    }

    @Test
    void a_missing_unit_without_default_is_suggested_as_fio_takes_it() {
        assertThatThrownBy(() -> Measure.DURATION.read(RUNTIME, "30"))
                .hasMessageEndingWith("did you mean \"30s\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "512, 512B",
        "4096, 4KiB",
        "4000, 4KB",
        "1536, 1536B",
        "1048576, 1MiB",
        "250000000000, 250GB",
        "1099511627776, 1TiB"
    })
    void writes_sizes_exactly_and_short(long bytes, String text) {
        assertThat(Measure.SIZE.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0ns", "1500, 1500ns", "2000000, 2ms", "90000000000, 90s", "120000000000, 2min"})
    void writes_durations_exactly_and_short(long nanos, String text) {
        assertThat(Measure.DURATION.text(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999, 1000, 1024, 4095, 123_456_789, 1L << 62, Long.MAX_VALUE})
    void what_was_written_reads_as_the_same(long value) {
        assertThat(Measure.SIZE.read(BS, Measure.SIZE.text(value))).isEqualTo(value);
        assertThat(Measure.DURATION.read(BS, Measure.DURATION.text(value))).isEqualTo(value);
        assertThat(Measure.BANDWIDTH.read(BS, Measure.BANDWIDTH.text(value))).isEqualTo(value);
    }
}
