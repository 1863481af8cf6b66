package dev.kiosim.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * A plain LRU or FIFO tier of blocks: an open hash of block numbers and a list by recency, both in
 * arrays of ints, no object per block. The slot of a block in the list is what the hash leads to.
 */
final class PlainTier implements ReplayContender {
    /** What a hit does. */
    enum Policy {
        /** The block becomes the most recent. */
        LRU,
        /** Nothing. */
        FIFO
    }

    private static final int NONE = -1;
    private static final int HASH_MULTIPLIER = 0x9e3779b9;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Policy policy;
    private final int[] slots; // of the hash: index into the list, or NONE
    private final int shift;
    private final int mask;
    private final int[] block;
    private final int[] newer;
    private final int[] older;
    private int newest = NONE;
    private int oldest = NONE;
    private int used;

    PlainTier(Policy policy, int room) {
        this.policy = policy;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * room - 1);
        slots = new int[1 << bits];
        Arrays.fill(slots, NONE);
        shift = Integer.SIZE - bits;
        mask = slots.length - 1;
        block = new int[room];
        newer = new int[room];
        older = new int[room];
    }

    @Override
    public String name() {
        return "Java, " + policy.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Score replay(ReplayTrace trace) {
        PlainTier fresh = new PlainTier(policy, block.length);
        long bytesFrom = thread.getCurrentThreadAllocatedBytes();
        long nanosFrom = thread.getCurrentThreadCpuTime();
        long misses = fresh.missesOf(trace.requests());
        double nanos = thread.getCurrentThreadCpuTime() - nanosFrom;
        double bytes = thread.getCurrentThreadAllocatedBytes() - bytesFrom;
        int count = trace.requests().length;
        return new Score(count * NANOS_PER_SECOND / nanos, misses, bytes / count);
    }

    private long missesOf(int[] requests) {
        long misses = 0;
        for (int request : requests) {
            if (!request(request)) {
                misses++;
            }
        }
        return misses;
    }

    /** Whether the block was there; now it is. */
    boolean request(int number) {
        int slot = number * HASH_MULTIPLIER >>> shift;
        for (int entry = slots[slot]; entry != NONE; entry = slots[slot]) {
            if (block[entry] == number) {
                if (policy == Policy.LRU && entry != newest) {
                    unlink(entry);
                    pushNewest(entry);
                }
                return true;
            }
            slot = slot + 1 & mask;
        }
        insert(number, slot);
        return false;
    }

    private void insert(int number, int freeSlot) {
        int entry = used;
        int slot = freeSlot;
        if (used < block.length) {
            used++;
        } else {
            entry = oldest;
            unlink(entry);
            removeFromHash(block[entry]);
            slot = number * HASH_MULTIPLIER >>> shift;
            while (slots[slot] != NONE) {
                slot = slot + 1 & mask;
            }
        }
        block[entry] = number;
        slots[slot] = entry;
        pushNewest(entry);
    }

    private void unlink(int entry) {
        if (newer[entry] == NONE) {
            newest = older[entry];
        } else {
            older[newer[entry]] = older[entry];
        }
        if (older[entry] == NONE) {
            oldest = newer[entry];
        } else {
            newer[older[entry]] = newer[entry];
        }
    }

    private void pushNewest(int entry) {
        newer[entry] = NONE;
        older[entry] = newest;
        if (newest == NONE) {
            oldest = entry;
        } else {
            newer[newest] = entry;
        }
        newest = entry;
    }

    /** Takes a block out; those behind it that had to give way to it move up. */
    private void removeFromHash(int number) {
        int hole = number * HASH_MULTIPLIER >>> shift;
        while (block[slots[hole]] != number) {
            hole = hole + 1 & mask;
        }
        int next = hole + 1 & mask;
        while (slots[next] != NONE) {
            int home = block[slots[next]] * HASH_MULTIPLIER >>> shift;
            if ((next - home & mask) >= (next - hole & mask)) {
                slots[hole] = slots[next];
                hole = next;
            }
            next = next + 1 & mask;
        }
        slots[hole] = NONE;
    }
}
