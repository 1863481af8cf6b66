package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * io_destroy(ctx): nobody finds the context any more, those who wait in io_getevents are woken, its
 * share of aio-nr is given back, the ring is unmapped, what can be cancelled is; then waits until
 * every request is done. EINVAL if there is no such context. Source: Linux fs/aio.c, io_destroy and
 * kill_ioctx.
 */
final class IoDestroy implements Syscall {
    private final AioV1 v1;
    private final PerTask<Destruction> destructions = new PerTask<>(task -> new Destruction());

    IoDestroy(AioV1 v1) {
        this.v1 = v1;
    }

    @Override
    public String name() {
        return "io_destroy";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        KioctxV1 context = v1.find(task, args.asLong(0));
        if (context == null) {
            return -Errno.EINVAL;
        }
        v1.kill(context, true);
        return destructions.of(task).begin(task, context);
    }

    /** A task waits for the last request of a context that it has destroyed. */
    private static final class Destruction implements Continuation {
        private @Nullable KioctxV1 context;

        long begin(Task task, KioctxV1 destroyed) {
            context = destroyed;
            return resume(task);
        }

        @Override
        public long resume(Task task) {
            KioctxV1 destroyed = context;
            if (destroyed == null) {
                throw violated("%s waits for the end of no context", task);
            }
            destroyed.awaitGone(task);
            if (!destroyed.isGone()) {
                return task.sleepUninterruptiblyThen(this);
            }
            context = null;
            return 0;
        }
    }
}
