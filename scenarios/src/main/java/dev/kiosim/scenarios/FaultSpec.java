package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;
import dev.kiosim.scenarios.vocabulary.PowerCutKeys;

/**
 * Something that fails as told.
 *
 * @param section its keys, see {@link dev.kiosim.scenarios.vocabulary.FaultKeys}
 */
public record FaultSpec(Section section) {
    /** Its keys. */
    public Settings settings() {
        return section.settings();
    }

    /** Whether it is the power that fails. */
    public boolean isPowerCut() {
        return settings().isGroup(PowerCutKeys.NAME);
    }

    /** The device that it is laid over. */
    public String device() {
        return settings().text("device");
    }
}
