package dev.kiosim.scenarios.vocabulary;

import dev.kiosim.config.Key;
import dev.kiosim.devices.fault.FaultKind;
import java.util.List;

/**
 * {@code faults:} what fails, and when. Each is a fault device laid over the device it names, so
 * that everybody who uses that device meets it; the keys are those of {@code kind: fault}.
 */
public final class FaultKeys {
    /** The keys of a fault. */
    public static final List<Key> ALL = new FaultKind().keys();

    private FaultKeys() {}
}
