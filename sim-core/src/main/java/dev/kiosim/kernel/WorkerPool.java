package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernel threads that do what would block somebody else: fsync of an iocb, syscalls without an
 * async path. Bounded: at most {@link KernelConfig#workersMax}; starting one costs
 * {@link CostTable#workerStart}, an idle one goes after {@link KernelConfig#workerIdleNanos}.
 * Source of the shape: Linux kernel/workqueue.c.
 */
public final class WorkerPool {
    private final Kernel kernel;
    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private final ArrayDeque<Process> owners = new ArrayDeque<>();
    private final List<Worker> idle = new ArrayList<>();
    private int workers;
    private int workersPeak;
    private int started;

    WorkerPool(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Queues {@code work}, to be done with the memory and files of {@code owner}. */
    public void queue(Process owner, Work work) {
        queue.add(work);
        owners.add(owner);
        if (!idle.isEmpty()) {
            idle.remove(idle.size() - 1).task().wake();
        } else if (workers < kernel.config().workersMax()) {
            workers++;
            workersPeak = Math.max(workersPeak, workers);
            new Worker(started++);
        }
    }

    /** How many workers exist. */
    public int workers() {
        return workers;
    }

    /** Most workers that existed at once. */
    public int workersPeak() {
        return workersPeak;
    }

    /** Workers that were ever started. */
    public int started() {
        return started;
    }

    /** Work items that wait for a worker. */
    public int waiting() {
        return queue.size();
    }

    /**
     * One kernel thread: takes work, sleeps when there is none, ends when it has idled long enough.
     */
    private final class Worker implements Program {
        private final Task task;
        private final Process self;
        private final Continuation awake = this::awake;
        private final Timer idleTimer;
        private boolean ends;

        Worker(int index) {
            self = kernel.newKernelProcess("kworker/" + index);
            idleTimer = new Timer(kernel.engine(), this::idleTooLong);
            task = kernel.startKernelTask(self, this);
            task.charge(kernel.costs().workerStart());
        }

        Task task() {
            return task;
        }

        @Override
        public Operation next(Task worker, long result) {
            Work work = queue.poll();
            if (work != null) {
                worker.borrow(owners.remove());
                return worker.operation().work(work);
            }
            worker.borrow(self);
            if (ends) {
                workers--;
                return worker.operation().end();
            }
            return worker.operation().work(this::sleep);
        }

        private long sleep(Task worker) {
            if (!queue.isEmpty()) {
                return 0;
            }
            idle.add(this);
            idleTimer.arm(kernel.config().workerIdleNanos());
            return worker.sleepUninterruptiblyThen(awake);
        }

        private long awake(@Nullable Task worker) {
            idleTimer.disarm();
            return 0;
        }

        private void idleTooLong() {
            idle.remove(this);
            ends = true;
            task.wake();
        }
    }
}
