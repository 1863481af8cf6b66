package dev.kiosim.scenarios.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.format.TestDevices;
import dev.kiosim.scenarios.library.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentedScenariosTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_examples_of_the_reference_page_are_right() throws IOException {
        String page = Files.readString(Path.of("../docs/scenario-format.md"), UTF_8);
        List<String> examples =
                YAML.matcher(page).results().map(MatchResult::group).toList();
        assertThat(examples).hasSize(3);
        String whole = body(examples.get(0));
        String threads = body(examples.get(1));
        String program = body(examples.get(2)).replace("\n", "\n    ");
        accept(whole);
        accept("kiosim: 1\ntitle: Threads of one process\n" + threads);
        accept(whole.replaceAll(
                "    workload:.*\n(        .*\n)*", "    " + program.stripTrailing() + "\n"));
    }

    @ParameterizedTest
    @MethodSource("library")
    void every_scenario_of_the_library_is_right_and_its_schema_says_so(String name) {
        Scenario scenario = new ScenarioReader().read(Source.of(name, Library.textOf(name)));
        assertThat(scenario.warnings()).isEmpty();
        assertThat(scenario.lookFor()).isNotEmpty();
        assertThat(schema(DeviceKinds.all()).validate(Library.textOf(name), InputFormat.YAML))
                .isEmpty();
    }

    static List<String> library() {
        return Library.names();
    }

    private static Schema schema(List<DeviceKind> kinds) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new ScenarioSchema(kinds).text(), InputFormat.JSON);
    }

    private static String body(String block) {
        return block.substring("```yaml\n".length(), block.length() - "```".length());
    }

    private static void accept(String text) {
        Source source = Source.of("example.yaml", text);
        assertThat(new ScenarioReader(TestDevices.KINDS).read(source).warnings())
                .isEmpty();
        assertThat(schema(TestDevices.KINDS).validate(text, InputFormat.YAML)).isEmpty();
    }
}
