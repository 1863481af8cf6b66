package dev.kiosim.kernel.aio;

/** Reads the answer to an attribute from what the layers left in the request. */
@FunctionalInterface
interface AttributeAnswer {
    /**
     * Fills in the payload of return {@code index}; returns 0 if it was handled, else -errno:
     * -EOPNOTSUPP if nobody on the request's way handled it.
     */
    int answer(AioKiocb request, int index);
}
