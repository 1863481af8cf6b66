package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioV2;

/**
 * Names of those whose steps compete: tasks by their own names, {@code irq:0} the completions on
 * CPU 0, {@code push:0} whoever pushes on completion lists there.
 */
final class Actors {
    private static final String INTERRUPT = "irq:";
    private static final String PUSHER = "push:";

    private final Kernel kernel;

    Actors(Kernel kernel) {
        this.kernel = kernel;
    }

    String name(int actor) {
        Task task = kernel.findTask(actor);
        if (task != null) {
            return task.name();
        }
        int cpu = actor - Kernel.interruptActor(0);
        return cpu >= 0 ? INTERRUPT + cpu : PUSHER + (actor - AioV2.pusherActor(0));
    }

    /** The task that is this actor, or null if it is the kernel. */
    @Nullable
    Task task(int actor) {
        return kernel.findTask(actor);
    }
}
