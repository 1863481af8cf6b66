/**
 * What the tables of keys say, to others than the reader: the JSON Schema for editors and the
 * reference page for people.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.scenarios.reference.ScenarioSchema} and
 * {@link dev.kiosim.scenarios.reference.ReferencePage} each go over the same tables in the same
 * order and write text. Neither knows a key by name.
 *
 * <p><b>Left out of the schema.</b> What JSON Schema cannot say: ranges of values with units, names
 * that refer to something, the order of steps, keys without effect. So what the reader accepts, the
 * schema accepts; what the schema refuses, the reader refuses.
 */
package dev.kiosim.scenarios.reference;
