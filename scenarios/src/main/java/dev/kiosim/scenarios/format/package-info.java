/**
 * Reading a scenario: from text to checked records, with all mistakes at once.
 *
 * <p><b>Problem.</b> Whoever writes a scenario by hand makes several mistakes at a time, and wants
 * each of them pointed at, with what is allowed there. Data binding stops at the first, often
 * points elsewhere, lets a misspelt key pass in silence and reads 1.9 as 1.
 *
 * <p><b>Structures.</b> The way of a file is: {@link dev.kiosim.scenarios.format.TreeReader} makes
 * a tree of {@link dev.kiosim.scenarios.format.Node}s from the tokens of YAML or JSON, in which
 * every key and value keeps its place and its original text;
 * {@link dev.kiosim.scenarios.format.Overrides} replaces what the command line sets;
 * {@link dev.kiosim.scenarios.format.ScenarioBinder} goes over the parts of the file, and
 * {@link dev.kiosim.scenarios.format.SectionBinder} binds each to the table of keys that belongs to
 * it. Mistakes are collected on the way; what is wrong is left out, so that the rest can be
 * checked.
 *
 * <p><b>Invariants.</b> A {@link dev.kiosim.scenarios.Scenario} is handed out only if there is no
 * mistake. The same content gives the same hash, in either format and any layout.
 *
 * <p><b>Left out.</b> YAML's anchors, merge keys, tags and several documents in a file: a scenario
 * is read by people, and none of these helps them.
 */
package dev.kiosim.scenarios.format;
