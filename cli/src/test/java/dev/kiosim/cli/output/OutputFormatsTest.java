package dev.kiosim.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.vocabulary.Words;
import org.junit.jupiter.api.Test;

/** What scenarios may name, and what there is, must be the same words. */
class OutputFormatsTest {
    @Test
    void every_format_that_a_scenario_can_name_is_registered() {
        assertThat(OutputFormats.names()).isEqualTo(Words.OUTPUT_FORMATS);
    }

    @Test
    void every_field_that_a_scenario_can_name_can_be_written() {
        assertThat(OutputFormats.fieldNames()).isEqualTo(Words.COMPLETION_FIELDS);
    }
}
