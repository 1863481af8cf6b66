package dev.kiosim.oracle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Destroys contexts that nobody needs any more, many at once: io_destroy waits for grace periods of
 * the kernel, ten milliseconds and more, and threads wait for the same ones together.
 */
final class Destroyer implements AutoCloseable {
    private static final int THREADS = 32;
    private static final long WAIT_SECONDS = 60;

    private final ThreadPoolExecutor threads =
            (ThreadPoolExecutor) Executors.newFixedThreadPool(THREADS);

    /** Its threads run where the caller may run now. */
    Destroyer() {
        threads.prestartAllCoreThreads();
    }

    /** Begins to destroy it; on return its id is free and its ring unmapped. */
    void destroy(LiveContext context) {
        if (!context.isMapped()) {
            return;
        }
        CountDownLatch returned = new CountDownLatch(1);
        threads.execute(() -> {
            context.destroy();
            returned.countDown();
        });
        while (context.isMapped() && returned.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("io_destroy does not return");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
