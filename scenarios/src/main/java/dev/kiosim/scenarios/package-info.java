/**
 * Scenarios: what to simulate, as a user writes it, and the running of it.
 *
 * <p><b>Problem.</b> A scenario file names a machine, a stack of devices, files and processes. It
 * must be read with all its mistakes reported at once, turned into immutable records that check
 * themselves, and run the same way every time.
 *
 * <p><b>Left out.</b> Arithmetic on simulated time: that belongs to the engine and to the devices.
 */
package dev.kiosim.scenarios;
