package dev.kiosim.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {
    private final ByteText text = new ByteText(1);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, -1, -10, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
    void writes_decimals_as_java_does(long value) {
        assertThat(text.decimal(value)).hasToString(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, Long.MAX_VALUE, Long.MIN_VALUE, -1, -10})
    void writes_unsigned_decimals_as_java_does(long value) {
        assertThat(text.unsigned(value)).hasToString(Long.toUnsignedString(value));
    }

    @Test
    void keeps_leading_zeros_of_a_fixed_number_of_digits() {
        assertThat(text.digits(42, 6)).hasToString("000042");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Größe", "日本", "🙂 and more", "a🙂b🙂"})
    void encodes_text_as_utf_8(String words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.add(words).drainTo(out);
        assertThat(out.toByteArray()).isEqualTo(words.getBytes(UTF_8));
        assertThat(text.length()).isZero();
    }

    @Test
    void writes_half_a_surrogate_pair_as_a_question_mark() {
        assertThat(text.add("a\ud83d").add("\ude42b")).hasToString("a??b");
    }

    @Test
    void escapes_in_json_strings_what_json_demands() {
        assertThat(text.jsonString("a\"b\\c\nd\te\u0001ü"))
                .hasToString("\"a\\\"b\\\\c\\nd\\te\\u0001ü\"");
    }

    @Test
    void aligns_by_characters_and_not_by_bytes() {
        int from = text.add('|').length();
        text.add("é").alignRight(from, 3).add('|');
        from = text.length();
        assertThat(text.add("é").alignLeft(from, 3).add('|')).hasToString("|  é|é  |");
    }

    @Test
    void leaves_alone_what_is_wider_than_its_column() {
        assertThat(text.add("wide").alignRight(0, 2)).hasToString("wide");
        assertThat(text.alignLeft(0, 2)).hasToString("wide");
    }

    @Test
    void removes_blanks_at_the_end_only() {
        assertThat(text.add(" a b").blanks(3).trimRight()).hasToString(" a b");
    }
}
