/**
 * Running a scenario: building its machine, starting its processes, and what came of it.
 *
 * <p><b>Problem.</b> The same run serves people (a completion stream, a summary), programs (a
 * digest, expectations) and comparisons of two ABIs, and it must be the same bytes each time.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.scenarios.run.Machine} is engine, devices and kernel,
 * built from a scenario. {@link dev.kiosim.scenarios.run.ScenarioRun} starts the processes, lets
 * time pass and hands every completion to a {@link dev.kiosim.scenarios.run.CompletionSink};
 * {@link dev.kiosim.scenarios.run.RunSummary} is what remains: counts, a
 * {@link dev.kiosim.scenarios.run.Histogram} of latencies, the digest.
 *
 * <p><b>Invariants.</b> Memory does not grow with the number of IOs. The digest covers every field
 * of every completion, whatever the output format.
 */
package dev.kiosim.scenarios.run;
