package dev.kiosim.scenarios.workload;

/** Which block comes next: one class for each distribution. Blocks are numbered 0 to count - 1. */
public interface BlockPattern {
    /** The next block. */
    long next();
}
