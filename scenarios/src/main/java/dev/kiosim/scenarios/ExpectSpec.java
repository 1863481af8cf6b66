package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;

/**
 * Something that must hold after the run.
 *
 * @param kind the name of a kind in {@link dev.kiosim.scenarios.vocabulary.ExpectKinds}
 * @param section the keys of its kind
 * @param common what every expectation may have beside its kind; see
 *     {@link dev.kiosim.scenarios.vocabulary.ExpectKinds#COMMON}
 */
public record ExpectSpec(String kind, Section section, Section common) {
    /** Whether it must hold under {@code abi}. */
    public boolean appliesTo(String abi) {
        return !common.settings().has("abi") || common.settings().list("abi").contains(abi);
    }

    /** The keys of its kind. */
    public Settings settings() {
        return section.settings();
    }
}
