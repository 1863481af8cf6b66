/**
 * A device that fails as told, over another device that works.
 *
 * <p><b>Problem.</b> What a cache, a kernel and a program do when a device fails, crawls or
 * vanishes is part of what is studied, so failures must happen exactly when and where a scenario
 * says, and again in the next run.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.devices.fault.FaultRule} says which bios are hit and what
 * becomes of them; {@link dev.kiosim.devices.fault.FaultDevice} applies it. Bios that are not hit
 * go to the device below as they are. Several rules are several fault devices, one over the other.
 *
 * <p><b>Left out.</b> Torn writes and silent corruption: a bio that fails leaves the medium
 * untouched.
 */
package dev.kiosim.devices.fault;
