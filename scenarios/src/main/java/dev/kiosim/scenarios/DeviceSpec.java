package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;

/**
 * A device of the scenario.
 *
 * @param name unique among devices and files
 * @param kind the name of a kind in {@link dev.kiosim.devices.DeviceKinds}
 * @param section its keys, {@code kind} among them
 */
public record DeviceSpec(String name, String kind, Section section) {
    /** The keys of its kind. */
    public Settings settings() {
        return section.settings();
    }
}
