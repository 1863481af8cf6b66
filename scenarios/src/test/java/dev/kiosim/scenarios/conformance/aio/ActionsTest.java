package dev.kiosim.scenarios.conformance.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of actions in the README of the recordings, against those that can be replayed. */
class ActionsTest {
    private static final Pattern IN_BACKQUOTES = Pattern.compile("`([a-z0-9_/]+)`");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*(\\([^()]*\\)[^()]*)*\\)");
    private static final int ACTIONS_AT_LEAST = 39;

    /** The names in the paragraph "Actions: ..."; {@code eventfd_read/write} is two of them. */
    private static List<String> listed() throws Exception {
        String text;
        try (var stream = ActionsTest.class.getResourceAsStream("/golden/aio-v1/README.md")) {
            byte[] bytes = Objects.requireNonNull(stream).readAllBytes();
            text = new String(bytes, StandardCharsets.UTF_8);
        }
        int start = text.indexOf("Actions: ");
        String paragraph = text.substring(start, text.indexOf("\n\n", start));
        List<String> names = new ArrayList<>();
        Matcher matcher = IN_BACKQUOTES.matcher(IN_BRACKETS.matcher(paragraph).replaceAll(""));
        while (matcher.find()) {
            String[] parts = matcher.group(1).split("/", -1);
            names.add(parts[0]);
            for (int i = 1; i < parts.length; i++) {
                names.add(parts[0].substring(0, parts[0].lastIndexOf('_') + 1) + parts[i]);
            }
        }
        return names;
    }

    @Test
    void every_action_that_the_readme_lists_can_be_replayed() throws Exception {
        assertThat(listed()).hasSizeGreaterThanOrEqualTo(ACTIONS_AT_LEAST);
        assertThat(Actions.names()).containsAll(listed());
    }
}
