package dev.kiosim.scenarios;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import java.util.Map;

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
}
