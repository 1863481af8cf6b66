/**
 * Asynchronous IO: requests, the kinds of contexts that collect their completions, and the system
 * calls of both ABIs.
 *
 * <p><b>Problem.</b> Several ABIs (the classic one, the one proposed in 2013, context-less
 * requests) differ in how an iocb looks and how a completion is told, but not in what happens in
 * between. So there is one {@link dev.kiosim.kernel.aio.AioKiocb}, one way down to the file, and
 * one way back; a kind of context is one class that knows how to tell.
 *
 * <p><b>Structures.</b> A submit call parses an iocb into an AioKiocb and starts it by its opcode
 * ({@link dev.kiosim.kernel.aio.AioOperations}); the file completes it at once, later from a
 * softirq, or on a worker. {@link dev.kiosim.kernel.aio.Aio#complete} hands it to its
 * {@link dev.kiosim.kernel.aio.Kioctx}, tells whoever records completions, and after the batch each
 * context that was touched publishes once.
 *
 * <p><b>Invariants.</b> Every accepted iocb completes exactly once. A context is published after
 * each batch that touched it.
 *
 * <p>Source of the shape: Linux fs/aio.c; the batch completion is that of the 2013 proposal.
 */
package dev.kiosim.kernel.aio;
