package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Task;

/** Hands what an attribute asks for down with the request, before its operation starts. */
@FunctionalInterface
interface AttributeRequest {
    /**
     * Applies attribute {@code index} of {@code request}; returns 0, or -errno to be its
     * {@code ret} if the payload makes no sense. The request itself goes on.
     */
    int apply(Task task, AioKiocb request, int index);
}
