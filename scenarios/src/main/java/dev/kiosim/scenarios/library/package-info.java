/**
 * The library of scenarios that ship with kiosim, and their traces.
 *
 * <p><b>Problem.</b> Whoever starts wants something to run, to read and to change. Each scenario
 * shows one thing, is a few lines long, says what to look for, and expects it, so that it is a test
 * as well.
 *
 * <p><b>Structures.</b> Resources beside this package: a file {@code NAME.yaml} for each scenario,
 * {@code index.txt} with their names in the order of a course, and traces.
 * {@link dev.kiosim.scenarios.library.Library} lists and opens them.
 *
 * <p><b>Adding.</b> A file, and a line in the index. A group that belongs together may have a
 * folder: the name is then {@code FOLDER/NAME}.
 */
package dev.kiosim.scenarios.library;
