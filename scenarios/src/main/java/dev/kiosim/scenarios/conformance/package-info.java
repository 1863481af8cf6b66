/**
 * Replaying recordings of real systems against the simulated one, and reporting every difference.
 *
 * <p><b>Problem.</b> A simulator is believed when it does, step by step, what the real thing was
 * recorded doing; also on recordings that its authors have not seen. So a recording is data, the
 * replayer knows actions and not cases, and an action it does not know is a failure.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.scenarios.conformance.RecordingFolder} is a folder of
 * JSON files; the {@link dev.kiosim.scenarios.conformance.Suite} that recognises it turns it into
 * cases; {@link dev.kiosim.scenarios.conformance.ConformanceRunner} runs them and tells a listener.
 * Another kind of recording is one more suite in {@link dev.kiosim.scenarios.conformance.Suites}.
 *
 * <p><b>Invariants.</b> Every case runs on a machine of its own, so order and filter do not matter.
 * Every value that was recorded is compared, or the case fails.
 */
package dev.kiosim.scenarios.conformance;
