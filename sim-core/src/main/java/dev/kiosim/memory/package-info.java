/**
 * A task's memory: mapped regions with protections, faults, and typed views of structs in it.
 *
 * <p><b>Problem.</b> The ABIs under study are bytes in memory that user space and kernel share:
 * rings, iocbs, events. Programs break things there on purpose, so user memory is real bytes,
 * mapped page by page, and every access can fault as on a real machine: unmapped, read-only, or in
 * the kernel's half of the address space.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.memory.AddressSpace} maps regions of
 * {@link dev.kiosim.memory.Pages}; pages come into being when first written, so large buffers that
 * nobody looks into cost nothing. Regions that share {@code Pages} (a ring after fork or mremap)
 * see each other's stores at once. Views (classes named {@code ...View}) are flyweights: (memory,
 * address), with the byte table of the struct; they alone know offsets.
 *
 * <p><b>Invariants.</b> Regions are page-aligned and do not overlap. All numbers are little-endian.
 * A store of an aligned 4- or 8-byte field is one step: no other task sees half of it.
 *
 * <p><b>Left out.</b> Swapping, huge pages, copy on write (a fork copies private pages at once),
 * caches: memory is sequentially consistent, and what a weaker machine could reorder is said in the
 * comments of the rings.
 */
package dev.kiosim.memory;
