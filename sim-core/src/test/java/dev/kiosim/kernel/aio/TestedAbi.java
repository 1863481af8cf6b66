package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import java.util.List;

/** What a random program needs of an ABI, so that the same programs run under each. */
interface TestedAbi {
    /** Asks for a new context, whose id will lie at {@code pointer}. */
    void setup(Operation operation, long pointer, RandomStream random);

    /** What the set-up made, by its id: the key by which its completions are known. */
    Object made(Task task, long id);

    /** What a completed request belongs to, as {@link #made} gave it. */
    Object contextOf(AioKiocb request);

    /** Writes iocb {@code index} of a submission into {@code area}; attributes are by chance. */
    void put(long area, int index, Request request, RandomStream random);

    /** Most iocbs that one call submits. */
    int iocbsMax();

    /** Submits the iocbs that were put into {@code area}. */
    void submit(Operation operation, long context, long area, int count);

    /** How many of them were accepted. */
    int accepted(long area, int count, long result);

    /** Reaps into {@code buffer}, room for about {@code events} of them. */
    void reap(Operation operation, long context, long buffer, int events, long timeout);

    /** The events that were reaped. */
    List<Event> reaped(long buffer, long result);

    /**
     * A reap in user space, step by step, or null if this context has no ring for it or nobody may
     * take events so.
     */
    @Nullable
    UserReap userReap(long context);

    /**
     * Cancels iocb {@code index} of the last submission from {@code area}; false if nothing can.
     */
    boolean cancel(Operation operation, long context, long area, int index, long result);

    /** Destroys; false if that cannot be. */
    boolean destroy(Operation operation, long context);

    /** Whether events are delivered in the order of completion. */
    boolean keepsOrder();

    /** One request of a random program. */
    record Request(long data, int opcode, int fd, long buffer, long bytes, long offset) {
        boolean writes() {
            return opcode == AioOperations.PWRITE;
        }

        @Override
        public String toString() {
            String name = opcode == 77 ? "opcode 77" : Opcodes.name(opcode);
            return "#" + data + " " + name + " fd " + fd + " @" + offset;
        }
    }

    /**
     * One event as user space has it.
     *
     * @param returns the words of the returns of its attributes, packed
     */
    record Event(long data, long res, List<Long> returns) {}

    /** User space takes events out of a mapped ring, one load or compare-and-swap at a time. */
    interface UserReap {
        /** Fills in the next operation, told what the last gave; false if it is over. */
        boolean step(Operation operation, long result);

        /** The events taken since this was last asked. */
        List<Event> taken();
    }
}
