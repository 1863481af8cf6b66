package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.SteppedProgram;

/**
 * A call that another thread has started.
 *
 * @param program the thread
 * @param events where its events go
 * @param startedNanos when it began
 * @param timeoutNanos its time-out, or -1 if it has none that ends
 */
record ThreadCall(SteppedProgram program, long events, long startedNanos, long timeoutNanos) {}
