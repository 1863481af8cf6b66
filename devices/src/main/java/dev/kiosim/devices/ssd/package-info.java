/**
 * A solid-state drive: flash chips behind channels, a page map, garbage collection.
 *
 * <p><b>Problem.</b> An SSD is fast because it does many things at once, and slow when several
 * requests meet at one chip or when it must first make room. Its latencies at queue depth 1 are
 * sums of known parts; everything above is queueing.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.devices.ssd.SolidStateDrive} decodes commands and cuts
 * them into pages; FlashArray queues page operations at chips and channels; PageMap and FlashPlane
 * know where pages are, which blocks are free, and collect garbage. The chip of a logical page is
 * fixed (channel, way, die, plane, as MQSim's CWDP), so a read needs no map.
 * {@link dev.kiosim.devices.ssd.SsdPreset} has the drives.
 *
 * <p><b>Invariants.</b> A chip does one thing at a time. A valid physical page is the one that the
 * map names for its logical page. A block is erased only when none of its pages is valid.
 *
 * <p><b>Left out.</b> Program and erase suspension, copy-back, static wear levelling, wear-out,
 * read disturb; the channel's load while garbage is collected (the chip's is counted).
 */
package dev.kiosim.devices.ssd;
