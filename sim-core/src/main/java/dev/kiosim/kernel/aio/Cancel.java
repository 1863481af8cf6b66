package dev.kiosim.kernel.aio;

/** How a request that can be cancelled is cancelled: the kernel's {@code ki_cancel}. */
@FunctionalInterface
public interface Cancel {
    /**
     * Starts to cancel {@code request}, which will complete shortly after, by the usual way. Called
     * at most once.
     */
    void cancel(AioKiocb request);
}
