/**
 * What a device model is to the rest of kiosim: a kind with a name, a table of keys, and a way to
 * build it.
 *
 * <p>Each model lives in a package of its own below this one. Adding one is that package and one
 * row in {@link dev.kiosim.devices.DeviceKinds}; scenario reader, schema and reference follow from
 * its keys.
 */
package dev.kiosim.devices;
