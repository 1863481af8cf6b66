/**
 * Recorded block traces, read as a stream.
 *
 * <p><b>Problem.</b> Traces are long, come in many formats, each with its own units, and have
 * damaged lines. A replay must not load them whole, and must not lose a line silently.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.scenarios.trace.TraceFormat} (one class each, one row
 * in {@link dev.kiosim.scenarios.trace.TraceFormats}) reads a line of bytes into a
 * {@link dev.kiosim.scenarios.trace.TraceRecord}; {@link dev.kiosim.scenarios.trace.TraceReader}
 * streams lines, plain or gzip, counts what was used and what was passed over, and reports what it
 * does not understand by line number. {@link dev.kiosim.scenarios.trace.ReplaySource} makes
 * requests of them for a scenario, {@link dev.kiosim.scenarios.trace.CacheReplay} sends them
 * through caches without time.
 *
 * <p><b>Invariants.</b> Lines read = records + comments + known lines of no use + bad lines.
 *
 * <p><b>Left out.</b> Writing traces, binary formats.
 */
package dev.kiosim.scenarios.trace;
