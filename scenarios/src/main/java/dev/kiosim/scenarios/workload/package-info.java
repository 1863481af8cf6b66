/**
 * Generated and replayed IO: what a task asks for, and the user-space side of each ABI that asks
 * for it.
 *
 * <p><b>Problem.</b> The same stream of requests must run under every ABI, so that only the ABI
 * differs. What to ask for (offsets, mix, rate, a trace) and how to ask (iocbs, rings, timeouts)
 * are therefore two things.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.scenarios.workload.RequestSource} gives one
 * {@link dev.kiosim.scenarios.workload.IoRequest} after the other; an
 * {@link dev.kiosim.scenarios.workload.AioClient} is a library such as libaio, for one ABI;
 * {@link dev.kiosim.scenarios.workload.IoProgram} keeps {@code iodepth} requests in flight, as fio
 * does.
 *
 * <p><b>Invariants.</b> Every request that a source gives is submitted, and answered, or counted as
 * refused. Offsets depend on the seed and the workload's name alone, never on time or ABI.
 */
package dev.kiosim.scenarios.workload;
