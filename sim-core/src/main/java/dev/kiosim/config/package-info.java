/**
 * Settings by name: what can be set, and what was.
 *
 * <p><b>Problem.</b> A scenario sets the keys of many rooms (machine, kernel, each device model,
 * workloads). The reader, its messages, the JSON Schema and the reference page must all come from
 * one table, yet a room that somebody adds must bring its keys along without a change elsewhere.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.config.Key} says what may be written under a name:
 * type, default, range, text. {@link dev.kiosim.config.Settings} holds what was written, by name,
 * with the defaults filled in. Rooms turn their settings into an immutable record that checks
 * itself and throws {@link dev.kiosim.config.ConfigException} naming the key; whoever read the file
 * knows line and column of that key.
 *
 * <p><b>Left out.</b> Files, formats and positions: they belong to the scenario reader.
 */
package dev.kiosim.config;
