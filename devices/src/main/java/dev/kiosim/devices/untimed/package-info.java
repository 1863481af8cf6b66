/**
 * Caches without time: what a cache decides about each IO of a trace, and nothing else.
 *
 * <p><b>Problem.</b> Whether a cache of another size or policy would have more hits is a question
 * to millions of requests. The answer needs no disk and no clock, and a whole machine takes
 * microseconds of CPU for each request where a table takes a tenth of one.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.devices.untimed.UntimedCache} takes a bio and at once
 * fills in what the cache made of it, in the same fields as a device would;
 * {@link dev.kiosim.devices.untimed.CacheCounts} is the sum.
 * {@link dev.kiosim.devices.untimed.PlainCache} keeps blocks by LRU or FIFO, in arrays of ints: an
 * open hash of block numbers, and a list whose links lie side by side.
 * {@code dev.kiosim.devices.bcache.UntimedBcache} is bcache; it stands with the model whose
 * decisions it shares.
 *
 * <p><b>Invariants.</b> All that a request leads to is over before the next one. Nothing is
 * allocated in the steady state; memory depends on the size of the cache, not on the length of the
 * trace.
 *
 * <p><b>Left out.</b> Whatever depends on how long something takes: congestion, insertions that
 * collide or find no bucket since the allocator is behind, the rate of write-back, power cuts.
 */
package dev.kiosim.devices.untimed;
