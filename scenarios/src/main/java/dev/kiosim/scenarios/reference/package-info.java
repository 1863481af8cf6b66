/**
 * What the tables of keys say, to others than the reader: the JSON Schema for editors.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.scenarios.reference.ScenarioSchema} goes over the tables
 * and writes text; it knows no key by name. The reference page for people, docs/scenario-format.md,
 * is written from the same tables by a test beside it.
 *
 * <p><b>Left out of the schema.</b> What JSON Schema cannot say: ranges of values with units, names
 * that refer to something, the order of steps, keys without effect. So what the reader accepts, the
 * schema accepts; what the schema refuses, the reader refuses.
 */
package dev.kiosim.scenarios.reference;
