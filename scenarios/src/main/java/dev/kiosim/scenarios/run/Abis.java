package dev.kiosim.scenarios.run;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.vocabulary.Words;
import java.util.List;

/** The registry of ABIs: one row each. */
public final class Abis {
    private static final List<Abi> ALL = List.of(
            new ClassicAbi(), new NewAbi(), new NoctxAbi(), new SyncAbi(), new PrototypeAbi());

    private Abis() {}

    /** All ABIs, in the order of the reference page. */
    public static List<Abi> all() {
        return ALL;
    }

    /** The ABI of that name, which the reader has checked. */
    static Abi find(String name) {
        return ALL.stream()
                .filter(abi -> abi.name().equals(name))
                .findFirst()
                .orElseThrow(() -> violated("the reader let ABI %s pass", name));
    }

    /** The attributes of those names, which the reader has checked. */
    static List<Attribute> attributes(List<String> names) {
        return names.stream().map(Abis::attribute).toList();
    }

    private static Attribute attribute(String name) {
        Attribute found = Attribute.find(name);
        if (found == null) {
            throw violated("the reader let attribute %s pass", name);
        }
        return found;
    }

    /** The attributes that {@code known_attributes} names, a bit each; all if it is not given. */
    static long knownAttributes(Settings settings) {
        if (!settings.has("known_attributes")) {
            return KernelConfig.ALL_ATTRIBUTES;
        }
        long known = 0;
        for (String name : settings.list("known_attributes")) {
            known |= 1L << Words.ATTRIBUTES.indexOf(name);
        }
        return known;
    }
}
