package dev.kiosim.kernel.aio;

/** Hears of every completion, whatever its ABI: the completion stream. */
@FunctionalInterface
public interface CompletionListener {
    /** {@code request} is complete; it may be looked at, not kept. */
    void completed(AioKiocb request);
}
