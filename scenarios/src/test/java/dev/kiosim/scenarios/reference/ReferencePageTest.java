package dev.kiosim.scenarios.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static final Path PAGE = Path.of("../docs/scenario-format.md");

    @Test
    void the_reference_page_says_what_the_tables_say() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        String expected = ReferencePage.withTables(page);
        if (Boolean.getBoolean("kiosim.rewrite")) {
            Files.writeString(PAGE, expected, UTF_8);
        }
        assertThat(Files.readString(PAGE, UTF_8))
                .as("docs/scenario-format.md is older than the tables of keys; write it anew with%n"
                        + "  mvn -pl scenarios -am test -Dtest=ReferencePageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dkiosim.rewrite=true")
                .isEqualTo(expected);
    }
}
