package dev.kiosim.oracle;

/** Runs something on CPU 0 alone, as recordings are made: free slots are counted by CPU. */
final class OnOneCpu {
    private static final int MASK_BYTES = 1024;

    private OnOneCpu() {}

    static void run(Runnable calls) {
        long mask = Libc.map(MASK_BYTES);
        long bytes = Libc.must(Libc.SCHED_GETAFFINITY, 0, MASK_BYTES, mask);
        try {
            LiveMachine.runOn(0);
            calls.run();
        } finally {
            Libc.must(Libc.SCHED_SETAFFINITY, 0, bytes, mask);
            Libc.unmap(mask, MASK_BYTES);
        }
    }
}
