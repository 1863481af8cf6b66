/**
 * A device that does nothing, in a fixed time and any number of bios at once: to see what
 * everything above it costs.
 *
 * <p>It takes bios without a request queue, as Linux's null_blk in its bio mode. Content is kept
 * where the run tracks data, so that reads return what was written.
 */
package dev.kiosim.devices.nulldevice;
