/**
 * What a command tells people about its runs, beside the completion stream.
 *
 * <p><b>Problem.</b> A run leaves some hundred numbers. A person wants to see at a glance which run
 * it was, what came out, what it cost and what went wrong; and, of two runs, where they differ.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.cli.report.SummaryReport} is one run,
 * {@link dev.kiosim.cli.report.ComparisonReport} several of them side by side, fed by a
 * {@link dev.kiosim.cli.report.StreamComparison}, which looks for the first completions that differ
 * while the runs go on. {@link dev.kiosim.cli.report.Section} lays labelled lines out.
 *
 * <p><b>Invariants.</b> Nothing is wider than 100 columns, apart from single words that are. All
 * that was lost or failed is told.
 *
 * <p><b>Left out.</b> Formats for programs: they read the completion stream.
 */
package dev.kiosim.cli.report;
