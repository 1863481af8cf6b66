/**
 * The generic byte ring: records of varying length, from one writer to readers that may be
 * lock-free.
 *
 * <p><b>Problem.</b> A ring of fixed slots cannot carry events of varying length, and head and tail
 * kept modulo its size let a lock-free reader mistake a later lap for its own (ABA). The proposal
 * of 2013 asks for one ring that is good for more than AIO: positions that run freely, bytes for a
 * unit, and a policy for when it is full.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.ring.ByteRing} lies in pages that user space may map: a
 * header ({@link dev.kiosim.ring.RingHeader}), then a data area whose size is a power of two. Head
 * and tail are 32-bit positions that count bytes for ever and are masked only to find the place. A
 * record may straddle the end of the data area.
 *
 * <pre>
 *        header        data area, ring_bytes long
 *     +----------+--------------------------------------+
 *     | head tail| ..record C (end)|     |rec. A|rec. B |record C (start)..
 *     +----------+--------------------------------------+
 *                  tail &amp; mask ----^     ^---- head &amp; mask
 * </pre>
 *
 * <p>Users: the contexts of the new AIO interface refuse when full (events then wait on an overflow
 * list); the tracer overwrites the oldest and counts what it lost.
 *
 * <p><b>Invariants.</b> {@code tail - head} is never more than the data area, modulo 2^32.
 * Positions and lengths are multiples of 8, so an 8-byte field never straddles. The kernel trusts
 * its own copy of the tail; a head that lies outside the records written is put back.
 *
 * <p><b>Left out.</b> Several writers at once: whoever writes holds the ring's lock.
 */
package dev.kiosim.ring;
