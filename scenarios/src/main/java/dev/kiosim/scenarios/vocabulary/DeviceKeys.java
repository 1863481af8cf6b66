package dev.kiosim.scenarios.vocabulary;

import dev.kiosim.config.Key;
import dev.kiosim.devices.DeviceKind;
import java.util.ArrayList;
import java.util.List;

/** {@code devices:} the stack of block devices, by name; the keys come with the models. */
public final class DeviceKeys {
    private DeviceKeys() {}

    /** The keys of a device of {@code kind}: {@code kind} itself, then the model's own. */
    public static List<Key> of(DeviceKind kind, List<DeviceKind> kinds) {
        List<Key> keys = new ArrayList<>();
        List<String> names = kinds.stream().map(DeviceKind::name).toList();
        keys.add(Key.word("kind", names, "Which device model.").mustBeGiven());
        keys.addAll(kind.keys());
        return List.copyOf(keys);
    }
}
