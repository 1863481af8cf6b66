package dev.kiosim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.engine.InvariantViolation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final List<Key> KEYS = List.of(
            Key.optional("rpm", KeyType.INTEGER, "7200", ""),
            Key.optional("runtime", KeyType.DURATION, null, ""),
            Key.optional("flags", KeyType.FLAGS, "O_RDWR, O_DIRECT", "")
                    .orWords(List.of("O_RDWR", "O_DIRECT")),
            Key.group(
                    "costs",
                    KeyType.PRESET,
                    List.of(Key.word("preset", List.of("free", "dear"), "")),
                    ""));

    private final Settings settings = Settings.defaultsOf(KEYS);

    @Test
    void defaults_are_read_like_what_is_written() {
        assertThat(settings.number("rpm")).isEqualTo(7200);
        assertThat(settings.list("flags")).containsExactly("O_RDWR", "O_DIRECT");
        assertThat(settings.group("costs").text("preset")).isEqualTo("free");
    }

    @Test
    void a_default_is_not_given() {
        assertThat(settings.has("rpm")).isTrue();
        assertThat(settings.isGiven("rpm")).isFalse();
    }

    @Test
    void what_has_neither_value_nor_default_is_absent() {
        assertThat(settings.has("runtime")).isFalse();
    }

    @Test
    void filling_in_keeps_what_was_given() {
        Settings given = new Settings();
        given.put("rpm", 5400L, true);
        given.fillIn(KEYS);
        assertThat(given.number("rpm")).isEqualTo(5400);
        assertThat(given.isGiven("rpm")).isTrue();
    }

    @Test
    void a_wrong_type_is_an_error_of_the_program() {
        assertThatThrownBy(() -> settings.text("rpm"))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("rpm");
    }

    @Test
    void a_list_that_was_not_given_is_empty() {
        assertThat(settings.list("nothing")).isEmpty();
        assertThat(settings.groups("nothing")).isEmpty();
    }
}
