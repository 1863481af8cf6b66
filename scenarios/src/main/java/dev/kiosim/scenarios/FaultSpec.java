package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;

/**
 * Something that fails as told.
 *
 * @param kind the name of a kind in {@link dev.kiosim.scenarios.vocabulary.FaultKinds}
 * @param section the keys of its kind
 */
public record FaultSpec(String kind, Section section) {
    /** The keys of its kind. */
    public Settings settings() {
        return section.settings();
    }
}
