package dev.kiosim.scenarios.workload;

import dev.kiosim.engine.RandomStream;

/** The distributions that {@code rw} and {@code random_distribution} name. */
final class BlockPatterns {
    private BlockPatterns() {}

    /** One block after the other, from the start again at the end. */
    static BlockPattern sequential(long count) {
        return new BlockPattern() {
            private long block;

            @Override
            public long next() {
                long taken = block;
                block = taken + 1 == count ? 0 : taken + 1;
                return taken;
            }
        };
    }

    /** Any block, all equally likely. */
    static BlockPattern uniform(long count, RandomStream random) {
        return () -> random.nextLong(count);
    }

    /** Random order in which every block comes once before any comes again: fio's random map. */
    static BlockPattern once(long count, RandomStream random) {
        return new BlockPattern() {
            private Permutation order = new Permutation(count, random.nextLong());
            private long taken;

            @Override
            public long next() {
                if (taken == count) {
                    order = new Permutation(count, random.nextLong());
                    taken = 0;
                }
                return order.at(taken++);
            }
        };
    }

    /**
     * Block of rank k with a chance in proportion to k^-theta; ranks are scattered over the file,
     * as fio does.
     */
    static BlockPattern zipf(long count, double theta, RandomStream random) {
        Permutation scatter = new Permutation(count, random.nextLong());
        Zipf ranks = new Zipf(count, theta, random);
        return () -> scatter.at(ranks.next() - 1);
    }

    /**
     * Pareto with parameter h in (0, 1), as fio 3.33 lib/zipf.c, pareto_next: block {@code (n - 1)
     * * u^(log h / log(1 - h))}, scattered.
     */
    static BlockPattern pareto(long count, double h, RandomStream random) {
        Permutation scatter = new Permutation(count, random.nextLong());
        double power = StrictMath.log(h) / StrictMath.log(1 - h);
        return () -> {
            long rank = (long) ((count - 1) * StrictMath.pow(random.nextDouble(), power));
            return scatter.at(Math.min(rank, count - 1));
        };
    }
}
