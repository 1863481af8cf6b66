package dev.kiosim.scenarios;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Settings together with where they are written.
 *
 * @param settings typed, defaults filled in
 * @param at where the section begins; for what was left out, where it would stand
 * @param places where the value of each given key is written, by name; a key inside a group is
 *     {@code group.key}, inside a list of groups {@code groups.0.key}
 */
public record Section(Settings settings, Location at, Map<String, Location> places) {
    /** Where the value of {@code key} is written; the section itself if it was not given. */
    public Location placeOf(String key) {
        return places.getOrDefault(key, at);
    }

    /** A mistake under one of this section's keys, as found by whoever builds something of it. */
    public Mistake mistake(ConfigException found) {
        return Mistake.error(placeOf(found.key()), found.description());
    }

    /**
     * Builds something of this section.
     *
     * @throws ScenarioException if the builder throws a {@link ConfigException}: the same mistake,
     *     with its place
     */
    public <T> T build(Supplier<T> builder) {
        try {
            return builder.get();
        } catch (ConfigException found) {
            throw new ScenarioException(mistake(found));
        }
    }

    /** A group in this section; where the section itself begins if it was not given. */
    public Section group(String name) {
        Map<String, Location> inside = new LinkedHashMap<>();
        String prefix = name + ".";
        for (Map.Entry<String, Location> place : places.entrySet()) {
            if (place.getKey().startsWith(prefix)) {
                inside.put(place.getKey().substring(prefix.length()), place.getValue());
            }
        }
        return new Section(settings.group(name), placeOf(name), inside);
    }
}
