package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;

/**
 * One step of a program.
 *
 * @param kind the name of a kind in {@link dev.kiosim.scenarios.vocabulary.StepKinds}
 * @param section the keys of its kind
 * @param common what every step may have beside its kind: {@code ret}; see
 *     {@link dev.kiosim.scenarios.vocabulary.StepKinds#COMMON}
 */
public record StepSpec(String kind, Section section, Section common) {
    /** Whether it is taken under {@code abi}. */
    public boolean appliesTo(String abi) {
        return !common.settings().has("abi") || common.settings().list("abi").contains(abi);
    }

    /** The keys of its kind. */
    public Settings settings() {
        return section.settings();
    }
}
