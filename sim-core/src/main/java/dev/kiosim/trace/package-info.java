/**
 * The tracer: what every layer reports, kept in a buffer for each CPU, and whoever reads it.
 *
 * <p><b>Problem.</b> People want to see the way of a request through all layers. What the layers
 * report must cost next to nothing when nobody looks, and when somebody does, it must neither slow
 * down with the length of a run nor fill the memory.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.trace.Tracepoint} is a row in the table of its layer
 * ({@link dev.kiosim.trace.KernelTracepoint}, and the device models' own). A report becomes a
 * {@link dev.kiosim.trace.TraceRecord} of varying length in the buffer of the CPU whose code runs,
 * a {@link dev.kiosim.ring.ByteRing} that overwrites its oldest records: the second user of the
 * ring that the new AIO interface brought. Nothing is formatted here; names come from
 * {@link dev.kiosim.trace.TraceNames} when a {@link dev.kiosim.trace.TraceReader} writes them out.
 *
 * <pre>
 * layer --isOn?--> Tracer --> buffer of cpu 0 --.
 *                        '--> buffer of cpu 1 --+--by sequence--> TraceReader --> file
 * </pre>
 *
 * <p>A reader comes when a buffer is half full ({@code STREAM}), so a file misses nothing; or only
 * at the end ({@code FLIGHT_RECORDER}), and what was overwritten until then is counted as lost.
 *
 * <p><b>Invariants.</b> Records have consecutive numbers over all CPUs, so that a reader sees them
 * in the order in which they were written, also within one instant. Written = read + lost + still
 * in the buffers. Tracing takes no simulated time and changes nothing that is simulated.
 *
 * <p><b>Left out.</b> The time that a real tracepoint costs; triggers and filters by value.
 *
 * <p>Source: the buffers of Linux kernel/trace/ring_buffer.c in overwrite mode; the second user
 * that the proposal of 2013 gave its ring.
 */
package dev.kiosim.trace;
