/**
 * Benchmarks, never shipped: how fast kiosim is, against whom.
 *
 * <p><b>Problem.</b> A speed is worth something only next to another one taken in the same run on
 * the same machine. So every figure here is operations per CPU second, and is printed as a ratio.
 */
package dev.kiosim.bench;
