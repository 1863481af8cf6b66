/**
 * How the completion stream is written.
 *
 * <p><b>Problem.</b> A run may complete a hundred million IOs; each is one line, for people or for
 * programs, and writing must neither slow the simulation down nor grow with it.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.cli.output.StreamField} is the table of fields: each
 * hands its value to a {@link dev.kiosim.cli.output.ValueWriter}, which knows what kind of value it
 * is. An {@link dev.kiosim.cli.output.OutputFormat} is such a writer with what stands between the
 * values: one class and one row in {@link dev.kiosim.cli.output.OutputFormats}. Lines are built in
 * a {@link dev.kiosim.cli.output.ByteText}, which {@link dev.kiosim.cli.output.CompletionStream}
 * drains.
 *
 * <p><b>Invariants.</b> A line is written without allocating. The bytes depend on nothing but the
 * completions: no locale, no line separator of the platform, no terminal.
 *
 * <p><b>Left out.</b> The summary: it is for people and goes elsewhere, see
 * {@link dev.kiosim.cli.report}.
 */
package dev.kiosim.cli.output;
