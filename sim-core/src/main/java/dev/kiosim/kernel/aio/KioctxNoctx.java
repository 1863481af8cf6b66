package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.kernel.Waiter;
import java.util.function.LongConsumer;

/**
 * The context-less kind: completions are pushed on lists in user memory, named by each submission.
 * There is one of these for a process, so that requests have somewhere to belong; it limits nothing
 * and holds nothing but those who wait for a list.
 */
final class KioctxNoctx extends Kioctx {
    private final AioV2 abi;
    private final WaitQueue waiters = new WaitQueue();

    KioctxNoctx(AioV2 abi, Process owner) {
        super(abi.aio(), owner, ContextKind.NOCTX);
        this.abi = abi;
    }

    /** Hands the request to the CPU's pusher; it is given back when it is on its list. */
    @Override
    protected void complete(AioKiocb request) {
        abi.pushers().of(request).add(request);
    }

    @Override
    protected boolean retains(AioKiocb request) {
        return true;
    }

    @Override
    protected void publish() {}

    @Override
    protected void state(LongConsumer to) {}

    /** Those who wait for a list. */
    WaitQueue waiters() {
        return waiters;
    }

    /** The list at {@code head} has a new entry. */
    void wake(long head) {
        wake(waiters, head);
    }

    /** A task that waits for one list. */
    static final class ListWaiter extends Waiter {
        private final Task task;
        private long head;

        ListWaiter(Task task) {
            this.task = task;
        }

        /** Waits for the list at {@code listHead} from now on. */
        ListWaiter of(long listHead) {
            head = listHead;
            return this;
        }

        @Override
        public void woken(long listHead) {
            if (listHead == head) {
                task.wake();
            }
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
