/**
 * Recordings of real bcache: traces of requests, replayed one by one, and what every one of them
 * did to cache, backing device, journal and counters.
 *
 * <p><b>Problem.</b> A cache model is right when it decides as the real one did: on the same
 * requests the same hits, the same bytes to the same places, the same buckets given up, the same
 * counters. But the real one has some noise of its own, so each recording says how much it differed
 * from itself when it was made again, and by which rules one may compare.
 *
 * <p><b>Structures.</b> A {@code Recording} is a trace ({@code TraceLine}s) with what was seen
 * ({@code .expected.json}). A {@code RecordingMachine} is the simulated equivalent of the recording
 * machine: two null_blk disks under a bcache. {@code TraceReplay} plays the part of the recorder's
 * replayer, one request in flight, and an {@code Observation} collects by line what tracepoints and
 * devices tell, as the recorder's parser did. Each {@code Comparison} holds one of the rules.
 *
 * <p><b>Invariants.</b> Every field of a recording is compared or is known to carry nothing to
 * compare; an unknown field, setting, attribute or kind of line fails the case by its name. Nothing
 * here knows a case by its name.
 */
package dev.kiosim.scenarios.conformance.bcache;
