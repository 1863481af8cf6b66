package dev.kiosim.scenarios.workload;

import dev.kiosim.engine.RandomStream;

/** How offsets spread over the region of a workload. */
public sealed interface AccessPattern {
    /** The pattern over {@code blocks} blocks (at least 1). */
    BlockPattern over(long blocks, RandomStream random);

    /** One block after the other. */
    record Sequential() implements AccessPattern {
        @Override
        public BlockPattern over(long blocks, RandomStream random) {
            return BlockPatterns.sequential(blocks);
        }
    }

    /** Any block at any time. */
    record Uniform() implements AccessPattern {
        @Override
        public BlockPattern over(long blocks, RandomStream random) {
            return BlockPatterns.uniform(blocks, random);
        }
    }

    /** Random order, every block once before any comes again. */
    record RandomOnce() implements AccessPattern {
        @Override
        public BlockPattern over(long blocks, RandomStream random) {
            return BlockPatterns.once(blocks, random);
        }
    }

    /** Zipf with exponent {@code theta}, above 0. */
    record ZipfRanks(double theta) implements AccessPattern {
        @Override
        public BlockPattern over(long blocks, RandomStream random) {
            return BlockPatterns.zipf(blocks, theta, random);
        }
    }

    /** Pareto with parameter {@code h}, in (0, 1). */
    record ParetoRanks(double h) implements AccessPattern {
        @Override
        public BlockPattern over(long blocks, RandomStream random) {
            return BlockPatterns.pareto(blocks, h, random);
        }
    }
}
