package dev.kiosim.scenarios.reference;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.scenarios.vocabulary.DeviceKeys;
import dev.kiosim.scenarios.vocabulary.ExpectKinds;
import dev.kiosim.scenarios.vocabulary.FaultKeys;
import dev.kiosim.scenarios.vocabulary.FileKeys;
import dev.kiosim.scenarios.vocabulary.PowerCutKeys;
import dev.kiosim.scenarios.vocabulary.ProcessKeys;
import dev.kiosim.scenarios.vocabulary.StepKinds;
import dev.kiosim.scenarios.vocabulary.TopKeys;
import dev.kiosim.scenarios.vocabulary.TraceKeys;
import dev.kiosim.scenarios.vocabulary.WorkloadKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of a scenario, draft 2020-12. */
public final class ScenarioSchema {
    private final List<DeviceKind> deviceKinds;

    /** The schema with all device models. */
    public ScenarioSchema() {
        this(DeviceKinds.all());
    }

    /** The schema with these device models. */
    public ScenarioSchema(List<DeviceKind> deviceKinds) {
        this.deviceKinds = List.copyOf(deviceKinds);
    }

    /** The schema as text, indented, with {@code \n} at line ends: the same bytes each time. */
    public String text() {
        return JsonText.of(root());
    }

    private Map<String, Object> root() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "kiosim scenario, version " + TopKeys.FORMAT_VERSION);
        schema.putAll(KeySchema.object(TopKeys.ALL));
        Map<String, Object> properties = new LinkedHashMap<>(KeySchema.properties(TopKeys.ALL));
        for (TopKeys.Part part : TopKeys.PARTS) {
            Map<String, Object> shape = new LinkedHashMap<>();
            shape.put("description", part.text());
            shape.putAll(partSchema(part.name()));
            properties.put(part.name(), shape);
        }
        schema.put("properties", properties);
        schema.put("$defs", definitions());
        return schema;
    }

    private Map<String, Object> partSchema(String part) {
        return switch (part) {
            case "devices" -> mapOf(device());
            case "files" -> mapOf(KeySchema.object(FileKeys.ALL));
            case "processes" ->
                KeySchema.anyOf(
                        listOf(process(ProcessKeys.IN_LIST)), mapOf(process(ProcessKeys.IN_MAP)));
            case "faults" -> listOf(fault());
            default -> listOf(item(ExpectKinds.ALL, ExpectKinds.COMMON));
        };
    }

    /** A power cut, or a fault of a device. */
    private static Map<String, Object> fault() {
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("if", Map.of("required", List.of(PowerCutKeys.NAME)));
        fault.put("then", KeySchema.object(PowerCutKeys.ITEM));
        fault.put("else", KeySchema.object(FaultKeys.ALL));
        return fault;
    }

    private static Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("workload", KeySchema.object(WorkloadKeys.ALL));
        definitions.put("trace", KeySchema.object(TraceKeys.ALL));
        definitions.put("program", listOf(item(StepKinds.ALL, StepKinds.COMMON)));
        return definitions;
    }

    /** One of the device models: {@code kind} decides which keys there are. */
    private Map<String, Object> device() {
        List<Object> branches = new ArrayList<>();
        for (DeviceKind kind : deviceKinds) {
            Map<String, Object> isKind =
                    Map.of("properties", Map.of("kind", KeySchema.words(List.of(kind.name()))));
            Map<String, Object> branch = new LinkedHashMap<>();
            branch.put("if", isKind);
            branch.put("then", KeySchema.object(DeviceKeys.of(kind, deviceKinds)));
            branches.add(branch);
        }
        List<String> names = deviceKinds.stream().map(DeviceKind::name).toList();
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("type", "object");
        device.put("properties", Map.of("kind", KeySchema.words(names)));
        device.put("required", List.of("kind"));
        device.put("allOf", branches);
        return device;
    }

    private static Map<String, Object> process(List<Key> common) {
        Map<String, Object> properties = new LinkedHashMap<>(KeySchema.properties(common));
        for (Kind work : ProcessKeys.WORK) {
            properties.put(work.name(), Map.of("$ref", "#/$defs/" + work.name()));
        }
        Map<String, Object> process = new LinkedHashMap<>(KeySchema.object(common));
        process.put("properties", properties);
        process.put("oneOf", requiringEach(ProcessKeys.WORK));
        return process;
    }

    /** An item of a list: exactly one kind, and keys that all kinds have in common. */
    private static Map<String, Object> item(List<Kind> kinds, List<Key> common) {
        Map<String, Object> properties = new LinkedHashMap<>(KeySchema.properties(common));
        for (Kind kind : kinds) {
            properties.put(kind.name(), KeySchema.of(kind));
        }
        Map<String, Object> item = new LinkedHashMap<>(KeySchema.object(common));
        item.put("properties", properties);
        item.put("oneOf", requiringEach(kinds));
        return item;
    }

    private static List<Object> requiringEach(List<Kind> kinds) {
        List<Object> branches = new ArrayList<>();
        for (Kind kind : kinds) {
            branches.add(Map.of("required", List.of(kind.name())));
        }
        return branches;
    }

    private static Map<String, Object> mapOf(Map<String, Object> values) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "object");
        map.put("propertyNames", Map.of("pattern", "^" + TopKeys.NAME_FORM + "$"));
        map.put("additionalProperties", values);
        return map;
    }

    private static Map<String, Object> listOf(Map<String, Object> items) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", items);
        return list;
    }
}
