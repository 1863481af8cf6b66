package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.config.Key;
import dev.kiosim.config.Values;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.DeviceSpec;
import dev.kiosim.scenarios.ExpectSpec;
import dev.kiosim.scenarios.FaultSpec;
import dev.kiosim.scenarios.FileSpec;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.vocabulary.ExpectKinds;
import dev.kiosim.scenarios.vocabulary.FaultKeys;
import dev.kiosim.scenarios.vocabulary.FileKeys;
import dev.kiosim.scenarios.vocabulary.PowerCutKeys;
import dev.kiosim.scenarios.vocabulary.TopKeys;
import java.util.ArrayList;
import java.util.List;

/** Binds the whole tree of a scenario, part by part. */
final class ScenarioBinder {
    private final MapNode root;
    private final List<DeviceKind> deviceKinds;
    private final Mistakes mistakes;
    private final Names names;

    ScenarioBinder(MapNode root, List<DeviceKind> deviceKinds, Mistakes mistakes) {
        this.root = root;
        this.deviceKinds = deviceKinds;
        this.mistakes = mistakes;
        this.names = new Names(namesIn("devices"), namesIn("files"));
    }

    /** Everything there is; incomplete if mistakes were reported. */
    Scenario bind(Source source, String hash) {
        Section top = bindTop();
        Effects effects = new Effects(top, mistakes);
        effects.check(top, TopKeys.ALL);
        List<DeviceSpec> devices =
                new DeviceBinder(deviceKinds, names, effects, mistakes).bindAll(mapOf("devices"));
        List<FileSpec> files = bindFiles(effects);
        List<ProcessSpec> processes =
                new ProcessBinder(names, effects, mistakes).bindAll(find("processes"));
        return new Scenario(
                source,
                hash,
                top,
                devices,
                files,
                processes,
                bindFaults(effects),
                expects(),
                List.of());
    }

    private Section bindTop() {
        List<String> parts = TopKeys.PARTS.stream().map(TopKeys.Part::name).toList();
        return new SectionBinder("the scenario", names, mistakes).bind(root, TopKeys.ALL, parts);
    }

    private List<FileSpec> bindFiles(Effects effects) {
        List<FileSpec> files = new ArrayList<>();
        for (Entry entry : mapOf("files").entries()) {
            checkFileName(entry);
            String what = "file " + entry.key();
            if (entry.value() instanceof MapNode map) {
                Section section = new SectionBinder(what, names, mistakes).bind(map, FileKeys.ALL);
                effects.check(section, FileKeys.ALL);
                files.add(new FileSpec(entry.key(), section));
            } else {
                String expected = "a map with some of " + Values.names(FileKeys.ALL);
                mistakes.wrongShape(what, entry.value(), expected);
            }
        }
        return files;
    }

    private void checkFileName(Entry entry) {
        Names.checkForm("file", entry, mistakes);
        if (namesIn("devices").contains(entry.key())) {
            mistakes.error(
                    entry.at(),
                    "file " + quoted(entry.key()) + " has the name of a device; expected a name of"
                            + " its own");
        }
    }

    private List<FaultSpec> bindFaults(Effects effects) {
        List<FaultSpec> faults = new ArrayList<>();
        for (Node item : listOf("faults")) {
            if (item instanceof MapNode map) {
                SectionBinder binder = new SectionBinder("the fault", names, mistakes);
                boolean isPowerCut = map.find(PowerCutKeys.NAME) != null;
                List<Key> keys = isPowerCut ? PowerCutKeys.ITEM : FaultKeys.ALL;
                Section section = binder.bind(map, keys);
                effects.check(section, keys);
                faults.add(new FaultSpec(section));
            } else {
                String expected = "a map with some of " + Values.names(FaultKeys.ALL);
                mistakes.wrongShape("the fault", item, expected);
            }
        }
        return faults;
    }

    /** The items under a key; none if there is nothing, or, after reporting it, something else. */
    private List<Node> listOf(String part) {
        Node node = find(part);
        if (node instanceof ListNode list) {
            return list.items();
        }
        if (node != null) {
            mistakes.wrongShape(part, node, "a list, each item begun with \"- \"");
        }
        return List.of();
    }

    private List<ExpectSpec> expects() {
        Node node = find("expect");
        if (node == null) {
            return List.of();
        }
        KindBinder binder =
                new KindBinder("expectation", ExpectKinds.ALL, ExpectKinds.COMMON, mistakes);
        return binder.bindAll("expect", node, names).stream()
                .map(item -> new ExpectSpec(item.kind().name(), item.section(), item.common()))
                .toList();
    }

    private List<String> namesIn(String part) {
        return find(part) instanceof MapNode map ? map.keys() : List.of();
    }

    /** The map under a key; empty if there is none, or, after reporting it, something else. */
    private MapNode mapOf(String part) {
        Node node = find(part);
        if (node instanceof MapNode map) {
            return map;
        }
        if (node != null) {
            mistakes.wrongShape(part, node, "a map of names");
        }
        return new MapNode(root.at(), List.of());
    }

    private @Nullable Node find(String part) {
        Entry entry = root.find(part);
        return entry == null ? null : entry.value();
    }
}
