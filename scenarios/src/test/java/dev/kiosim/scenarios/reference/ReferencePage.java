package dev.kiosim.scenarios.reference;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Kind;
import dev.kiosim.config.Measure;
import dev.kiosim.config.Values;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.kernel.aio.ContextKind;
import dev.kiosim.scenarios.run.Abi;
import dev.kiosim.scenarios.run.Abis;
import dev.kiosim.scenarios.vocabulary.CostKeys;
import dev.kiosim.scenarios.vocabulary.ExpectKinds;
import dev.kiosim.scenarios.vocabulary.ExploreKeys;
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
import dev.kiosim.scenarios.vocabulary.TracingKeys;
import dev.kiosim.scenarios.vocabulary.WorkloadKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of docs/scenario-format.md. The prose is written by hand; between {@code <!-- keys:
 * NAME -->} and {@code <!-- end of keys -->} stands what the tables of keys say.
 */
final class ReferencePage {
    private static final String END = "<!-- end of keys -->";
    private static final Pattern PART =
            Pattern.compile("(<!-- keys: ([a-z]+) -->\n).*?(" + END + ")", Pattern.DOTALL);

    private ReferencePage() {}

    /** The page with every part between marks written anew. */
    static String withTables(String page) {
        Map<String, String> parts = parts();
        Matcher matcher = PART.matcher(page);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String table = parts.remove(matcher.group(2));
            if (table == null) {
                throw new IllegalStateException("no keys, or twice: " + matcher.group(2));
            }
            matcher.appendReplacement(
                    text, Matcher.quoteReplacement(matcher.group(1) + table + END));
        }
        matcher.appendTail(text);
        if (!parts.isEmpty()) {
            throw new IllegalStateException("not on the page: " + parts.keySet());
        }
        return text.toString();
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("units", units());
        parts.put("top", table(TopKeys.ALL) + partsOfTop());
        parts.put("machine", table(MachineKeys.ALL));
        parts.put("costs", table(CostKeys.ALL));
        parts.put("kernel", table(KernelKeys.ALL));
        parts.put("abis", abis());
        parts.put("contexts", contexts());
        parts.put("syslets", table(KernelKeys.SYSLETS));
        parts.put("output", table(OutputKeys.ALL));
        parts.put("tracing", table(TracingKeys.ALL));
        parts.put("explore", table(ExploreKeys.ALL));
        parts.put("devices", devices());
        parts.put("files", table(FileKeys.ALL));
        parts.put("processes", table(ProcessKeys.IN_LIST) + list(ProcessKeys.WORK));
        parts.put("workload", table(WorkloadKeys.ALL));
        parts.put("trace", table(TraceKeys.ALL));
        parts.put("steps", table(StepKinds.COMMON) + kinds(StepKinds.ALL));
        parts.put(
                "faults",
                table(FaultKeys.ALL) + "\nOr `power_cut:`, a map of these:\n\n"
                        + table(PowerCutKeys.ALL));
        parts.put("expect", table(ExpectKinds.COMMON) + kinds(ExpectKinds.ALL));
        return parts;
    }

    private static String units() {
        StringBuilder text = new StringBuilder();
        for (Measure measure : List.of(Measure.SIZE, Measure.DURATION, Measure.BANDWIDTH)) {
            text.append("- ").append(measure.description()).append(". Units: `");
            text.append(String.join("`, `", measure.names())).append("`.\n");
        }
        return text.toString();
    }

    private static String abis() {
        StringBuilder text = new StringBuilder("| abi | what it is |\n|---|---|\n");
        for (Abi abi : Abis.all()) {
            text.append("| `").append(abi.name()).append("` | ");
            text.append(abi.summary()).append(" |\n");
        }
        return text.toString();
    }

    private static String contexts() {
        StringBuilder text =
                new StringBuilder("| abi | what becomes of a completion |\n|---|---|\n");
        for (ContextKind kind : ContextKind.values()) {
            text.append("| `").append(kind.abi()).append("` | ");
            text.append(kind.delivery()).append(" |\n");
        }
        return text.toString();
    }

    private static String partsOfTop() {
        StringBuilder text = new StringBuilder();
        for (TopKeys.Part part : TopKeys.PARTS) {
            text.append("| `").append(part.name()).append("` | see below | | ");
            text.append(part.text()).append(" |\n");
        }
        return text.toString();
    }

    private static String devices() {
        StringBuilder text = new StringBuilder();
        for (DeviceKind kind : DeviceKinds.all()) {
            text.append("\n### `kind: ").append(kind.name()).append("`\n\n");
            text.append(kind.summary()).append("\n\n");
            text.append(kind.keys().isEmpty() ? "No keys.\n" : table(kind.keys()));
        }
        return text.append('\n').toString();
    }

    private static String list(List<Kind> kinds) {
        StringBuilder text = new StringBuilder("\nExactly one of these:\n\n");
        for (Kind kind : kinds) {
            text.append("- `")
                    .append(kind.name())
                    .append("`: ")
                    .append(kind.text())
                    .append('\n');
        }
        return text.toString();
    }

    private static String kinds(List<Kind> kinds) {
        StringBuilder text = new StringBuilder();
        for (Kind kind : kinds) {
            text.append("\n### `").append(kind.name()).append("`\n\n");
            text.append(kind.text()).append("\n\n").append(table(kind.keys()));
        }
        return text.append('\n').toString();
    }

    private static String table(List<Key> keys) {
        StringBuilder text = new StringBuilder("| key | value | default | what it does |\n");
        text.append("|---|---|---|---|\n");
        appendRows(text, keys, "");
        return text.toString();
    }

    private static void appendRows(StringBuilder text, List<Key> keys, String prefix) {
        for (Key key : keys) {
            String name = prefix + key.name();
            text.append("| `").append(name).append("` | ").append(valueOf(key)).append(" | ");
            text.append(defaultOf(key)).append(" | ").append(whatItDoes(key)).append(" |\n");
            if (key.type() == KeyType.GROUPS) {
                appendRows(text, key.parts(), name + "[].");
            }
        }
    }

    private static String valueOf(Key key) {
        return switch (key.type()) {
            case GROUP -> "a map, see below";
            case PRESET -> Values.expected(key.parts().get(0)) + "; or a map, see below";
            case GROUPS -> "a list";
            default -> withoutExamples(Values.expected(key));
        };
    }

    /** The examples of units stand at the top of the page. */
    private static String withoutExamples(String expected) {
        String text = expected;
        for (Measure measure : List.of(Measure.SIZE, Measure.DURATION, Measure.BANDWIDTH)) {
            String description = measure.description();
            int end = description.indexOf(" with unit");
            text = text.replace(description, description.substring(0, end));
        }
        return text;
    }

    private static String defaultOf(Key key) {
        if (key.required()) {
            return "must be given";
        }
        return key.defaultText() == null ? "" : "`" + key.defaultText() + "`";
    }

    private static String whatItDoes(Key key) {
        String condition = key.onlyWhen().isEmpty()
                ? ""
                : " Only with `" + key.onlyWhen().replace("|", "` or `") + "`.";
        return key.text() + condition;
    }
}
