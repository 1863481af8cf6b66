/**
 * Traces as files: what becomes of the records of tracepoints.
 *
 * <p><b>Problem.</b> A trace should open in the viewers and tools that people have: Perfetto for
 * the picture, and whatever reads blkparse's text. Viewers drop what is not nested as they want it,
 * and a long run must not fill the memory.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.cli.trace.TraceOutput} is a format; it gets one record
 * after the other and writes at once. {@link dev.kiosim.cli.trace.ChromeTrace} keeps only what is
 * open: a {@code SliceTrack} for each line of the picture, which nests by construction, and the
 * requests under way ({@code AsyncSpans}). {@link dev.kiosim.cli.trace.BlkparseText} keeps counts.
 *
 * <p><b>Invariants.</b> Every slice and span that begins ends, at the latest with the trace; times
 * on a line never go back; every line has a name; the same run gives the same bytes.
 *
 * <p><b>Left out.</b> Perfetto's own format, which would name asynchronous lines; blktrace's binary
 * format.
 */
package dev.kiosim.cli.trace;
