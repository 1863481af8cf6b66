package dev.kiosim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final Key BITS = Key.optional("aio_nbytes", KeyType.BITS, "0", "");
    private static final Key DISTRIBUTION =
            Key.word("random_distribution", List.of("random", "zipf:THETA"), "");

    private static Key of(KeyType type) {
        return Key.optional("key", type, null, "");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, -9223372036854775808",
        "18446744073709551615, -1",
        "-9223372036854775808, -9223372036854775808",
        "0xffffffffffffffff, -1",
        "0x10, 16",
        "4KiB, 4096"
    })
    void bits_are_any_64(String text, long value) {
        assertThat(Values.read(BITS, text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"18446744073709551616", "-9223372036854775809", "0x", "0x1ffffffffffffffff"})
    void more_than_64_bits_are_refused(String text) {
        assertThatThrownBy(() -> Values.read(BITS, text)).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "zipf:1.1", "zipf:1"})
    void a_word_may_take_a_number(String text) {
        assertThat(Values.read(DISTRIBUTION, text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zipf", "zipf:", "zipf:THETA", "random:1", "Zipf:1"})
    void a_word_takes_a_number_only_where_it_says_so(String text) {
        assertThatThrownBy(() -> Values.read(DISTRIBUTION, text))
                .hasMessageContaining("expected one of random, zipf:THETA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "b+512", "b-8", "p.r", "_x1", "12", "-1", "0x7f"})
    void operands_are_numbers_and_names(String text) {
        assertThat(Values.read(of(KeyType.OPERAND), text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b+", "b 1", "1b", "p.x", "a+b"})
    void operands_are_nothing_else(String text) {
        assertThatThrownBy(() -> Values.read(of(KeyType.OPERAND), text))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void extra_words_become_text_beside_the_values_of_the_type() {
        Key timeout =
                Key.optional("timeout", KeyType.DURATION, "NULL", "").orWords(List.of("NULL"));
        assertThat(Values.read(timeout, "NULL")).isEqualTo("NULL");
        assertThat(Values.read(timeout, "5ms")).isEqualTo(5_000_000L);
    }

    @Test
    void a_range_is_told_in_the_units_of_its_type() {
        Key bs = of(KeyType.SIZE).between(512, 1 << 20);
        assertThatThrownBy(() -> Values.read(bs, "256B"))
                .hasMessage("key is 256B; expected a size with unit, such as 512B, 4KiB or 4k, 1GiB"
                        + " (1GB is 10^9), 512B to 1MiB");
    }

    @Test
    void both_ends_of_a_range_belong_to_it() {
        Key percent = of(KeyType.INTEGER).between(0, 100);
        assertThat(Values.read(percent, "0")).isEqualTo(0L);
        assertThat(Values.read(percent, "100")).isEqualTo(100L);
        assertThatThrownBy(() -> Values.read(percent, "101")).isInstanceOf(ConfigException.class);
    }

    @Test
    void a_decimal_keeps_to_its_range() {
        Key speed = of(KeyType.DECIMAL).between(0, 10);
        assertThat(Values.read(speed, "1.5")).isEqualTo(1.5);
        assertThatThrownBy(() -> Values.read(speed, "10.1")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> Values.read(speed, "NaN")).isInstanceOf(ConfigException.class);
    }
}
