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
 * softirq, or on a worker. {@link dev.kiosim.kernel.aio.Aio#complete} tells whoever records
 * completions, and puts it into the {@link dev.kiosim.kernel.aio.CompletionBatch}; when that ends,
 * each {@link dev.kiosim.kernel.aio.Kioctx} gets its run of completions and publishes once. The
 * kinds of contexts are the rows of {@link dev.kiosim.kernel.aio.ContextKind}.
 *
 * <p><b>Invariants.</b> Every accepted iocb completes exactly once: a request that would complete
 * twice, or without having been accepted, stops the simulation. A context is published once after
 * each batch that touched it. What takes a walk to check is checked by
 * {@link dev.kiosim.kernel.aio.Aio#checkInvariants}, on request.
 *
 * <p>Source of the shape: Linux fs/aio.c; the batch completion is that of the 2013 proposal.
 */
package dev.kiosim.kernel.aio;
