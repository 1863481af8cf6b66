package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.memory.AddressSpace;
import java.util.List;

/** What a random program needs of an ABI, so that the same programs run under each. */
interface TestedAbi {
    /** Asks for a new context, whose id will lie at {@code pointer}. */
    void setup(Operation operation, long pointer, RandomStream random);

    /**
     * Writes iocb {@code index} of a submission into {@code area}.
     *
     * @param request what to ask for; attributes are up to {@code random}
     */
    void put(AddressSpace memory, long area, int index, Request request, RandomStream random);

    /** Submits the iocbs that were put into {@code area}. */
    void submit(Operation operation, AddressSpace memory, long context, long area, int count);

    /** How many of them were accepted. */
    int accepted(AddressSpace memory, long area, int count, long result);

    /** Address of iocb {@code index}, for cancelling. */
    long iocb(AddressSpace memory, long area, int index);

    /** Reaps into {@code buffer}, room for about {@code events} of them. */
    void reap(
            Operation operation,
            AddressSpace memory,
            long context,
            long buffer,
            int events,
            long timeout);

    /** The data of the events that were reaped. */
    List<Long> reaped(AddressSpace memory, long buffer, long result);

    void cancel(Operation operation, long context, long iocb, long area);

    /** Whether contexts can be destroyed. */
    boolean destroys();

    void destroy(Operation operation, long context);

    /** The id of the context that a completed request belongs to. */
    long contextId(AioKiocb request);

    /** Whether events are delivered in the order of completion. */
    boolean keepsOrder();

    /** Walks all contexts. */
    void checkInvariants();

    /** One request of a random program. */
    record Request(long data, int opcode, int fd, long buffer, long bytes, long offset) {}
}
