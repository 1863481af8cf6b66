/**
 * A rotating disk: geometry, arm, platter, command handling.
 *
 * <p><b>Problem.</b> What a disk costs depends on where its arm and platter are, so no average will
 * do: the same random read takes 3 or 20 ms. The model here follows DiskSim 4.0 to a few
 * microseconds per request, in whole nanoseconds.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.devices.disk.DiskLayout} says where a logical sector
 * lies, {@link dev.kiosim.devices.disk.Spindle} when it comes by,
 * {@link dev.kiosim.devices.disk.DiskMechanism} adds the arm. The seek curve becomes a table of
 * nanoseconds when the disk is built; after that there is no floating point. The platter never
 * stops and its angle is a function of time, so that an access is computed whole when it begins:
 * one event for each. {@link dev.kiosim.devices.disk.DiskPreset} has the drives.
 *
 * <p><b>Left out.</b> Serpentine layouts, defects and spares, thermal recalibration, power states,
 * vibration.
 */
package dev.kiosim.devices.disk;
