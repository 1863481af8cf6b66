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
 * io_destroy2(ctx): cancels what can be cancelled, wakes waiters, waits for the rest. Returns 0;
 * EINVAL for an unknown context, so also the second time. Events not reaped are lost. Source: new
 * ABI specification, section 3.
 */
final class IoDestroy2 implements Syscall {
    private final AioV2 abi;
    private final PerTask<Call> calls = new PerTask<>(task -> new Call());

    IoDestroy2(AioV2 abi) {
        this.abi = abi;
    }

    @Override
    public String name() {
        return "io_destroy2";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        KioctxV2 context = abi.find(task.process(), args.asLong(0));
        if (context == null) {
            return -Errno.EINVAL;
        }
        abi.remove(context);
        context.unmap();
        context.cancelAll();
        return calls.of(task).waitFor(task, context);
    }

    /** Sleeps until the context has no request left; no signal cuts it short. */
    private static final class Call implements Continuation {
        private @Nullable KioctxV2 context;

        long waitFor(Task task, KioctxV2 dying) {
            context = dying;
            if (dying.requestCount() == 0) {
                return 0;
            }
            dying.waiters().add(task.waiter());
            return task.sleepUninterruptiblyThen(this);
        }

        @Override
        public long resume(Task task) {
            KioctxV2 dying = context;
            if (dying == null) {
                throw violated("%s wakes in no io_destroy2", task);
            }
            dying.waiters().remove(task.waiter());
            return waitFor(task, dying);
        }
    }
}
