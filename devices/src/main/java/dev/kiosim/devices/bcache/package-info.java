/**
 * bcache: an SSD as cache of a slower device, decision for decision as Linux 6.1 has it.
 *
 * <p><b>Problem.</b> Hit or miss is what the new ABI tells its callers, so it has to be what Linux
 * would tell. That depends on more than a table of blocks: streams are recognised and passed by,
 * space is found and given up by the bucket, the index is on the SSD too and is written now and
 * then, dirty data are written back at a controlled rate, and all this IO competes with the
 * caller's. The rule book is the specification of bcache's behaviour; each class names the kernel
 * file that it follows, and uses its words.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.devices.bcache.Bcache} is the device; a bio becomes a
 * {@code CacheRequest} that goes the {@code ReadPath} or {@code WritePath} of the
 * {@code CachedDevice}. Below is the {@code CacheSet}: the index ({@code Btree}: leaves with packed
 * keys, two longs each), the {@code Journal}, the {@code Buckets} with generation, priority and
 * mark, the {@code Allocator} that gives them up and hands them out, {@code OpenBuckets} that are
 * being filled, {@code GarbageCollector} and, for each backing device, the {@code WritebackThread}
 * with its {@code WritebackController}. A kernel thread is a state machine on the engine; going to
 * another thread costs a hop.
 *
 * <p>{@link dev.kiosim.devices.bcache.UntimedBcache} is the same cache without time, for replays of
 * long traces: what decides and places ({@code BypassDecision}, {@code WritebackDecision},
 * {@code SequentialTracker}, {@code OpenBuckets}, {@code Buckets}, {@code FreeLists},
 * {@code Eviction}) is used by both; its {@code BlockIndex} stands for the btree, its
 * {@code UntimedSpace} for allocator and garbage collection.
 *
 * <p><b>Invariants.</b> Extents in the index do not overlap; each lies in one bucket; a key whose
 * bucket has moved on to another generation is stale and covers nothing. Dirty sectors are counted
 * exactly. A bucket is handed out only when its new generation is durable. A caller's receipt is
 * that of its last piece; the rest is the cache's.
 *
 * <p><b>Left out.</b> Flash-only volumes, checksums of data, node reads (all nodes are in memory,
 * as they are after start-up without memory pressure), and sets with several backing devices.
 */
package dev.kiosim.devices.bcache;
