package dev.kiosim.scenarios.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Kind;
import dev.kiosim.config.Values;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.Lesson;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.format.TestDevices;
import dev.kiosim.scenarios.vocabulary.CostKeys;
import dev.kiosim.scenarios.vocabulary.ExpectKinds;
import dev.kiosim.scenarios.vocabulary.FaultKeys;
import dev.kiosim.scenarios.vocabulary.FileKeys;
import dev.kiosim.scenarios.vocabulary.KernelKeys;
import dev.kiosim.scenarios.vocabulary.MachineKeys;
import dev.kiosim.scenarios.vocabulary.OutputKeys;
import dev.kiosim.scenarios.vocabulary.PowerCutKeys;
import dev.kiosim.scenarios.vocabulary.ProcessKeys;
import dev.kiosim.scenarios.vocabulary.StepKinds;
import dev.kiosim.scenarios.vocabulary.TopKeys;
import dev.kiosim.scenarios.vocabulary.TraceKeys;
import dev.kiosim.scenarios.vocabulary.WorkloadKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaAgreementTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12)
            .getSchema(new ScenarioSchema(TestDevices.KINDS).text(), InputFormat.JSON);

    /** Every sort of value, right or wrong for any type of key. */
    private static final List<String> CANDIDATES = List.of(
            "0",
            "1",
            "7",
            "-1",
            "70000000",
            "1.5",
            "true",
            "null",
            "[]",
            "{}",
            "[1]",
            "[\"x\"]",
            "{\"x\": 1}",
            "\"\"",
            "\"x\"",
            "\"4k\"",
            "\"4KiB\"",
            "\"1.5KiB\"",
            "\"4 k\"",
            "\"75us\"",
            "\"75usec\"",
            "\"270MB/s\"",
            "\"1s\"",
            "\"-1s\"",
            "\"0x10\"",
            "\"0x\"",
            "\"12\"",
            "\"-EINVAL\"",
            "\"NULL\"",
            "\"b+512\"",
            "\"zipf:1.1\"",
            "\"zipf:x\"",
            "\"rw\"",
            "\"v2\"",
            "2013",
            "\"O_DIRECT\"",
            "[\"O_DIRECT\", 4]",
            "[\"IO_TIME\"]",
            "\"IO_TIME\"",
            "[\"IO_TIME\", {\"id\": 3}]",
            "18446744073709551615",
            "18446744073709551616");

    /**
     * A table of keys, those of them to be tested, and how a scenario looks that has such a
     * section.
     */
    private record Table(
            String name, List<Key> keys, List<Key> tested, UnaryOperator<String> around) {
        Table(String name, List<Key> keys, UnaryOperator<String> around) {
            this(name, keys, keys, around);
        }

        Table with(List<Key> someKeys) {
            return new Table(name, keys, someKeys, around);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Table> tables() {
        List<Table> tables = new ArrayList<>();
        tables.add(new Table("top", TopKeys.ALL, section -> section));
        tables.add(new Table("machine", MachineKeys.ALL, in("machine", "%s")));
        tables.add(new Table("costs", CostKeys.ALL, in("machine", "{\"costs\": %s}")));
        tables.add(new Table("kernel", KernelKeys.ALL, in("kernel", "%s")));
        tables.add(new Table("output", OutputKeys.ALL, in("output", "%s")));
        for (DeviceKind kind : TestDevices.KINDS) {
            String devices = "{\"hdd\": {\"kind\": \"disk\"}, \"d\": {\"kind\": \"" + kind.name()
                    + "\", %s}}";
            tables.add(new Table(kind.name(), kind.keys(), inside(in("devices", devices))));
        }
        tables.add(new Table("file", FileKeys.ALL, in("files", "{\"data\": %s}")));
        tables.add(work("workload", WorkloadKeys.ALL));
        tables.add(work("trace", TraceKeys.ALL));
        String process = "[{\"program\": [], %s}]";
        tables.add(new Table("process", ProcessKeys.IN_LIST, inside(in("processes", process))));
        String step = PROGRAM.replace("%s", "\"sleep\": \"1ms\", %s");
        tables.add(new Table("step", StepKinds.COMMON, inside(in("processes", step))));
        addKinds(tables, StepKinds.ALL, "processes", PROGRAM);
        String cut = "[{\"power_cut\": %s}]";
        tables.add(new Table("power cut", PowerCutKeys.ALL, in("faults", cut)));
        tables.add(new Table("fault", FaultKeys.ALL, in("faults", "[%s]")));
        String expectation = "[{\"errors\": 0, %s}]";
        tables.add(new Table("expectation", ExpectKinds.COMMON, inside(in("expect", expectation))));
        addKinds(tables, ExpectKinds.ALL, "expect", "[{%s}]");
        return withoutRepetitions(tables);
    }

    private static final String PROGRAM = "{\"p\": {\"program\": [{%s}]}}";

    private static Table work(String name, List<Key> keys) {
        return new Table(name, keys, in("processes", "{\"p\": {\"" + name + "\": %s}}"));
    }

    private static void addKinds(List<Table> to, List<Kind> kinds, String part, String around) {
        for (Kind kind : kinds) {
            String item = around.replace("%s", '"' + kind.name() + "\": %s");
            to.add(new Table(kind.name(), kind.keys(), in(part, item)));
        }
    }

    /** Of each table the first key, and those unlike any key of an earlier table: for speed. */
    private static Stream<Table> withoutRepetitions(List<Table> tables) {
        Set<String> seen = new LinkedHashSet<>();
        return tables.stream()
                .map(table -> table.with(table.keys.stream()
                        .filter(key -> seen.add(KeySchema.values(key) + "" + key.type())
                                || key == table.keys.get(0))
                        .toList()));
    }

    /** A whole scenario with the section where {@code around} says {@code %s}. */
    private static UnaryOperator<String> in(String part, String around) {
        return section -> {
            Map<String, String> parts = new LinkedHashMap<>();
            parts.put("kiosim", "1");
            parts.put("title", "\"t\"");
            parts.put("devices", "{\"hdd\": {\"kind\": \"disk\"}}");
            parts.put("files", "{\"data\": {\"device\": \"hdd\"}}");
            parts.put(part, around.replace("%s", section));
            return parts.entrySet().stream()
                    .map(entry -> '"' + entry.getKey() + "\": " + entry.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /** The same without the braces of the section. */
    private static UnaryOperator<String> inside(UnaryOperator<String> around) {
        return section -> around.apply(section.substring(1, section.length() - 1));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void schema_and_reader_agree_on_every_key_and_sort_of_value(Table table) {
        for (Key key : table.tested) {
            assertThat(readerAccepts(table.around.apply(section(table, key, valid(key)))))
                    .as("%s: %s", key.name(), valid(key))
                    .isTrue();
            for (String candidate : CANDIDATES) {
                String text = table.around.apply(section(table, key, candidate));
                boolean accepts = readerAccepts(text);
                if (accepts || !isBeyondSchema(key, candidate)) {
                    assertThat(schemaAccepts(text)).as(text).isEqualTo(accepts);
                }
            }
        }
    }

    /** The required keys, some comparison, and this one. */
    private static String section(Table table, Key key, String value) {
        return table.keys.stream()
                .filter(other ->
                        other == key || other.required() || other.name().equals("is"))
                .map(other -> '"' + other.name() + "\": " + (other == key ? value : valid(other)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String valid(Key key) {
        return switch (key.type()) {
            case TEXT -> "\"text\"";
            case WORD -> '"' + key.allowed().get(0) + '"';
            case WORDS -> "[\"" + key.allowed().get(0) + "\"]";
            case INTEGER -> Long.toString(key.min());
            case DECIMAL, BITS, OPERAND, FLAGS -> "1";
            case BOOLEAN -> "true";
            case SIZE, DURATION, BANDWIDTH -> '"' + Values.bound(key, Math.max(0, key.min())) + '"';
            case DEVICE -> "\"hdd\"";
            case FILE -> "\"data\"";
            case NAME -> "\"n\"";
            case OPERANDS, GROUPS -> "[]";
            case GROUP, PRESET -> "{}";
        };
    }

    /** What JSON Schema cannot see: ranges of values with units, and names that refer. */
    private static boolean isBeyondSchema(Key key, String candidate) {
        boolean refers = key.type() == KeyType.DEVICE
                || key.type() == KeyType.FILE
                || key.type() == KeyType.OPERAND
                || key.type() == KeyType.OPERANDS;
        boolean hasUnit = candidate.matches("\"-?[0-9.]+[A-Za-z/]+\"|0");
        return refers || hasUnit;
    }

    private static boolean readerAccepts(String text) {
        try {
            new ScenarioReader(TestDevices.KINDS).read(Source.of("case.json", text));
            return true;
        } catch (ScenarioException wrong) {
            return false;
        }
    }

    private static boolean schemaAccepts(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).isEmpty();
    }

    @Test
    void what_only_the_reader_can_refuse_is_known() {
        List<String> beyond = new ArrayList<>();
        for (Lesson lesson : Lesson.all(Path.of("src/test/resources/mistakes"))) {
            for (Lesson.Case one : lesson.cases()) {
                boolean isText = lesson.file().endsWith("2-yaml-itself.txt");
                boolean isWrong = one.says()
                        .lines()
                        .anyMatch(line -> line.startsWith("case") && !line.contains("warning"));
                if (!isText && one.settings().isEmpty()) {
                    InputFormat format = InputFormat.valueOf(one.syntax().toUpperCase(Locale.ROOT));
                    boolean accepted = SCHEMA.validate(one.text(), format).isEmpty();
                    assertThat(isWrong || accepted).as(one.title()).isTrue();
                    if (isWrong && accepted) {
                        beyond.add(one.title());
                    }
                }
            }
        }
        assertThat(beyond)
                .containsExactly(
                        "devices that are built on each other",
                        "threads of what is no process, has no program, or comes later");
    }
}
