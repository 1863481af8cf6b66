/**
 * IO schedulers: which of the waiting requests goes to the drive next.
 *
 * <p><b>Problem.</b> A disk is fastest if requests come in the order of their sectors, a reader
 * wants its data now, and nobody should wait for ever. Which trade-off is right depends on the
 * drive and the work, so the scheduler is a setting.
 *
 * <p><b>Structures.</b> Each scheduler is an {@link dev.kiosim.block.Elevator} below a
 * {@link dev.kiosim.block.RequestQueue}. Order by sector is kept in sorted primitive arrays with
 * binary search: a queue holds a few hundred requests, and the same arrays answer the look-ups of
 * merging. Order by age is a list threaded through the requests.
 * {@link dev.kiosim.devices.scheduler.Schedulers} has the keys.
 *
 * <p><b>Invariants.</b> A request is in all structures of its elevator or in none; nothing is
 * dispatched that was not inserted, and everything is, once.
 *
 * <p><b>Left out.</b> cfq (time slices and idling for each process), kyber and bfq. Overlapping
 * requests: the look-up for a merge sees the last request that begins before a sector, not one
 * behind it that is longer.
 */
package dev.kiosim.devices.scheduler;
