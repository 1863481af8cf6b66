package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.function.LongConsumer;

/**
 * Slots of a ring, counted so that it can never overflow: at most {@code nr - 1} requests are in
 * flight or finished and unreaped. Free slots lie in a common pool and, in batches, at each CPU, so
 * that submitters rarely touch the pool; what is left over at a CPU cannot be used by another.
 *
 * <p>Reaping by itself frees nothing. That head has moved is noticed at the next completion, or at
 * a submit that finds no slot.
 *
 * <p>Invariant: {@code pool + sum(local) + in flight + completed = nr - 1}. Source: Linux fs/aio.c,
 * get_reqs_available, put_reqs_available, refill_reqs_available.
 */
final class PerCpuSlots implements Slots {
    private static final int BATCHES_PER_CPU = 4;

    private final int nr;
    private final int batch;
    private final int[] local;
    private int pool;
    private int completed;

    /** All {@code nr - 1} slots of a ring are free, in the pool. */
    PerCpuSlots(int nr, int possibleCpus) {
        this.nr = nr;
        batch = Math.max(1, (nr - 1) / (BATCHES_PER_CPU * possibleCpus));
        local = new int[possibleCpus];
        pool = nr - 1;
    }

    @Override
    public boolean take(int cpu, int head, int tail) {
        if (takeLocal(cpu)) {
            return true;
        }
        if (completed > 0) {
            refill(cpu, head, tail);
        }
        return takeLocal(cpu);
    }

    private boolean takeLocal(int cpu) {
        if (local[cpu] == 0) {
            if (pool < batch) {
                return false;
            }
            pool -= batch;
            local[cpu] += batch;
        }
        local[cpu]--;
        return true;
    }

    @Override
    public void giveBack(int cpu) {
        put(cpu, 1);
    }

    @Override
    public void completed(int cpu, int head, int tail) {
        completed++;
        if (completed > 1) {
            refill(cpu, head, tail);
        }
    }

    /** Frees the slots of events that have been reaped, as far as head and tail show it. */
    private void refill(int cpu, int head, int tail) {
        int clamped = Integer.remainderUnsigned(head, nr); // user space can store anything there
        int inRing = clamped <= tail ? tail - clamped : nr - (clamped - tail);
        int reaped = Math.max(0, completed - inRing);
        completed -= reaped;
        put(cpu, reaped);
    }

    private void put(int cpu, int count) {
        local[cpu] += count;
        while (local[cpu] >= 2 * batch) {
            local[cpu] -= batch;
            pool += batch;
        }
    }

    /** How many slots move to a CPU at once. */
    int batch() {
        return batch;
    }

    @Override
    public void state(LongConsumer to) {
        to.accept(pool);
        to.accept(completed);
        for (int atCpu : local) {
            to.accept(atCpu);
        }
    }

    @Override
    public void checkInvariants(int inFlight) {
        long sum = pool;
        for (int atCpu : local) {
            sum += atCpu;
        }
        if (sum + inFlight + completed != nr - 1) {
            throw violated(
                    "%d free slots, %d in flight, %d completed: not %d",
                    sum, inFlight, completed, nr - 1);
        }
    }
}
