/**
 * The words of a scenario: one table of keys for each of its parts.
 *
 * <p><b>Problem.</b> What may be written is needed by the reader, its messages, the warning about a
 * key without effect, the JSON Schema, the reference page and the command line's completion.
 * Written down more than once it would drift apart.
 *
 * <p><b>Structures.</b> A part of the file is a list of {@link dev.kiosim.config.Key}s
 * ({@link dev.kiosim.scenarios.vocabulary.TopKeys} is where to start), or a registry of
 * {@link dev.kiosim.config.Kind}s of which one is chosen by name: steps, expectations. The keys of
 * devices come with their models, from {@link dev.kiosim.devices.DeviceKinds}.
 *
 * <p><b>Adding.</b> A key is one row here and the line that reads it from its
 * {@link dev.kiosim.config.Settings}; a kind of step or expectation is one row in its registry.
 * Nothing else has to know.
 *
 * <p><b>Left out.</b> Rules between keys: whoever builds something of the settings checks them and
 * throws {@link dev.kiosim.config.ConfigException}.
 */
package dev.kiosim.scenarios.vocabulary;
