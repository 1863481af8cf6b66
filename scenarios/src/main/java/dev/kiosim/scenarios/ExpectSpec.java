package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;

/**
 * Something that must hold after the run.
 *
 * @param kind the name of a kind in {@link dev.kiosim.scenarios.vocabulary.ExpectKinds}
 * @param section the keys of its kind
 */
public record ExpectSpec(String kind, Section section) {
    /** The keys of its kind. */
    public Settings settings() {
        return section.settings();
    }
}
