package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One object for each process, made when first asked for: what a subsystem keeps about its memory.
 */
public final class PerProcess<T> {
    private final List<T> byPid = new ArrayList<>();
    private final Function<Process, T> make;

    /** State made by {@code make}. */
    public PerProcess(Function<Process, T> make) {
        this.make = make;
    }

    /** The state of {@code process}. */
    public T of(Process process) {
        while (byPid.size() <= process.pid()) {
            byPid.add(null);
        }
        T state = byPid.get(process.pid());
        if (state == null) {
            state = make.apply(process);
            byPid.set(process.pid(), state);
        }
        return state;
    }

    /** The state of {@code process} if it was ever asked for, else null. */
    public @Nullable T find(Process process) {
        return process.pid() < byPid.size() ? byPid.get(process.pid()) : null;
    }

    /** Forgets the state of {@code process}. */
    public void remove(Process process) {
        if (process.pid() < byPid.size()) {
            byPid.set(process.pid(), null);
        }
    }
}
