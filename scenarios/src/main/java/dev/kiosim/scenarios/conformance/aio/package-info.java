/**
 * Recordings of the classic AIO ABI: a test program of raw system calls, replayed call by call.
 *
 * <p>{@link dev.kiosim.scenarios.conformance.aio.AioV1Suite} builds, for each case, the machine
 * that {@code host.json} describes, with one fresh process on CPU 0. Each step is an action from a
 * table: what the test program did, done by a simulated task through system calls, loads and
 * stores. What an action saw is compared, key by key, with what was recorded; rings are read from
 * the process's memory after each step.
 *
 * <p>Names in the recordings (contexts, files, buffers, iocbs) stand for addresses and descriptors,
 * which differ from run to run.
 */
package dev.kiosim.scenarios.conformance.aio;
