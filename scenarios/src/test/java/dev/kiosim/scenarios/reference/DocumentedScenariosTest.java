package dev.kiosim.scenarios.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.format.TestDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedScenariosTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_examples_of_the_reference_page_are_right() throws IOException {
        String page = Files.readString(Path.of("../docs/scenario-format.md"), UTF_8);
        List<String> examples =
                YAML.matcher(page).results().map(MatchResult::group).toList();
        assertThat(examples).hasSize(2);
        String whole = body(examples.get(0));
        String program = body(examples.get(1)).replace("\n", "\n    ");
        accept(whole);
        accept(whole.replaceAll(
                "    workload:.*\n(        .*\n)*", "    " + program.stripTrailing() + "\n"));
    }

    private static String body(String block) {
        return block.substring("```yaml\n".length(), block.length() - "```".length());
    }

    private static void accept(String text) {
        Source source = Source.of("example.yaml", text);
        assertThat(new ScenarioReader(TestDevices.KINDS).read(source).warnings())
                .isEmpty();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new ScenarioSchema(TestDevices.KINDS).text(), InputFormat.JSON);
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
    }
}
