package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;

/**
 * A file of the scenario: an extent of a device.
 *
 * @param name unique among devices and files
 * @param section its keys, see {@link dev.kiosim.scenarios.vocabulary.FileKeys}
 */
public record FileSpec(String name, Section section) {
    /** Its keys. */
    public Settings settings() {
        return section.settings();
    }
}
