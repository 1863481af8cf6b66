package dev.kiosim.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaletteTest {
    @Test
    void leaves_text_as_it_is_without_colour() {
        assertThat(Palette.PLAIN.failure("failed")).isEqualTo("failed");
    }

    @Test
    void resets_the_terminal_behind_coloured_text() {
        assertThat(Palette.COLOUR.failure("failed"))
                .startsWith("\u001b[")
                .contains("failed")
                .endsWith("\u001b[0m");
    }
}
