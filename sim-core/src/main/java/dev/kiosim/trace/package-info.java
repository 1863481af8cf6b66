/**
 * Tracepoints: what every layer reports, and to whom.
 *
 * <p>A layer reports a fact when it happens, as numbers, to the one {@link dev.kiosim.trace.Tracer}
 * of the machine. Nothing is kept or formatted here; whoever listens does that. With nobody
 * listening a report costs one call.
 */
package dev.kiosim.trace;
