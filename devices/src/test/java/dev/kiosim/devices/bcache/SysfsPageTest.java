package dev.kiosim.devices.bcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SysfsPageTest {
    private static final Path PAGE = Path.of("../docs/bcache.md");
    private static final String BEGIN = "<!-- table of files, written by SysfsPageTest -->\n";
    private static final String END = "<!-- end of table -->";

    @Test
    void the_page_lists_every_file_as_the_table_has_it() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String expected = before + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("kiosim.rewrite")) {
            Files.writeString(PAGE, expected, UTF_8);
        }
        assertThat(Files.readString(PAGE, UTF_8))
                .as("docs/bcache.md is older than the table of attributes; write it anew with%n"
                        + "  mvn -pl devices -am test -Dtest=SysfsPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dkiosim.rewrite=true")
                .isEqualTo(expected);
    }

    /** One row a file; the four folders of statistics, which are alike, once. */
    private static String table() {
        StringBuilder text = new StringBuilder("\n| file | access | takes or shows | default |");
        text.append(" what |\n|---|---|---|---|---|\n");
        for (SysfsAttribute attribute : SysfsTable.all()) {
            String path = attribute.path();
            if (!path.contains("/stats_") || path.startsWith("bdev/stats_total/")) {
                Key key = attribute.key();
                text.append("| `").append(path).append("` | ").append(attribute.access());
                text.append(" | ").append(attribute.values()).append(" | ");
                text.append(key == null ? "" : "`" + key.defaultText() + "`");
                text.append(" | ").append(attribute.text()).append(" |\n");
            }
        }
        return text.append('\n').toString();
    }
}
