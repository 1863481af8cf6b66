/**
 * Block IO: the bio, requests made of bios, the contract of every block device, plugging and
 * merging.
 *
 * <p><b>Problem.</b> Between a file and a disk, IO is a bio: a run of 512-byte sectors to read or
 * write, with flags. A stack of devices (cache over disk and SSD) passes bios down and answers them
 * upwards; on the way each layer learns something that nobody else knows (hit or miss, how long it
 * queued), and must leave it where the caller finds it.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.block.Bio} carries the operation, the version stamps of
 * its sectors, its receipt and the facts. It is its own end event: a device schedules the bio for
 * the instant it is done, and {@link dev.kiosim.block.BioEnd} hears of it.
 * {@link dev.kiosim.block.BlockDevice} is what every device is.
 *
 * <p><b>Invariants.</b> A bio ends exactly once. Its receipt (queue, cache, scheduler, device
 * nanoseconds) adds up to the time from submission to its end. No layer calls upwards but through
 * the bio's end.
 *
 * <p><b>Left out.</b> Bytes: a sector's content is a version stamp, enough to prove that a read
 * returned the last acknowledged write.
 */
package dev.kiosim.block;
