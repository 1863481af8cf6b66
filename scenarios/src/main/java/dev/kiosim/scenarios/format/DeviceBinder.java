package dev.kiosim.scenarios.format;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Nearest;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.DeviceSpec;
import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import dev.kiosim.scenarios.vocabulary.DeviceKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds the stack of devices, and puts them in an order in which they can be built. */
final class DeviceBinder {
    private final List<DeviceKind> kinds;
    private final Names names;
    private final Effects effects;
    private final Mistakes mistakes;
    private final Map<String, Bound> bound = new LinkedHashMap<>();
    private final Map<String, DeviceSpec> ordered = new LinkedHashMap<>();

    DeviceBinder(List<DeviceKind> kinds, Names names, Effects effects, Mistakes mistakes) {
        this.kinds = kinds;
        this.names = names;
        this.effects = effects;
        this.mistakes = mistakes;
    }

    /** A device, and which keys of it name the devices that it is built on. */
    private record Bound(DeviceSpec device, List<String> lower) {}

    /** The devices, each after those it is built on. */
    List<DeviceSpec> bindAll(MapNode devices) {
        for (Entry entry : devices.entries()) {
            Names.checkForm("device", entry, mistakes);
            bind(entry);
        }
        for (Bound device : bound.values()) {
            order(device, new ArrayList<>());
        }
        return List.copyOf(ordered.values());
    }

    private void bind(Entry entry) {
        String what = "device " + entry.key();
        if (!(entry.value() instanceof MapNode map)) {
            String expected = "a map with kind and the keys of that kind";
            mistakes.wrongShape(what, entry.value(), expected);
            return;
        }
        DeviceKind kind = kindOf(what, map);
        if (kind != null) {
            List<Key> keys = DeviceKeys.of(kind, kinds);
            Section section = new SectionBinder(what, names, mistakes).bind(map, keys);
            effects.check(section, keys);
            List<String> lower = keys.stream()
                    .filter(key -> key.type() == KeyType.DEVICE)
                    .map(Key::name)
                    .toList();
            DeviceSpec device = new DeviceSpec(entry.key(), kind.name(), section);
            bound.put(device.name(), new Bound(device, lower));
        }
    }

    private @Nullable DeviceKind kindOf(String what, MapNode map) {
        List<String> known = kinds.stream().map(DeviceKind::name).toList();
        String expected = "one of " + String.join(", ", known);
        Entry entry = map.find("kind");
        if (entry == null) {
            mistakes.error(map.at(), what + " lacks the key \"kind\"; expected " + expected);
            return null;
        }
        String name = entry.value() instanceof Scalar scalar ? scalar.text() : "";
        for (DeviceKind kind : kinds) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        String nearest = Nearest.question(Nearest.to(name, known));
        mistakes.wrongShape("kind", entry.value(), expected + nearest);
        return null;
    }

    /** Appends what the device is built on, then the device; {@code path} leads to it. */
    private void order(Bound upper, List<String> path) {
        DeviceSpec device = upper.device;
        if (ordered.containsKey(device.name())) {
            return;
        }
        path.add(device.name());
        for (String key : upper.lower) {
            String name = device.settings().has(key) ? device.settings().text(key) : "";
            Bound lower = bound.get(name);
            if (path.contains(name)) {
                reportCycle(name, path, device.section().placeOf(key));
            } else if (lower != null) {
                order(lower, path);
            }
        }
        path.remove(path.size() - 1);
        ordered.put(device.name(), device);
    }

    private void reportCycle(String name, List<String> path, Location at) {
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
        cycle.add(name);
        mistakes.error(at, "device " + name + " is built on itself: " + String.join(" -> ", cycle));
    }
}
