package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that return to user space in the place of one that would block. The one that would stays
 * behind and sleeps; the other takes over its user context: program, signal mask, IO priority,
 * affinity, and the CPU.
 *
 * <pre>
 * with a user context --would block, another takes its place--> behind, in its system call
 *         ^                                                          | that has returned
 *         '------ takes the place of one that would block ------ standing by --idle--> exits
 * </pre>
 *
 * Invariant: a user context is with exactly one task. When no task of a process has one, those that
 * stand by exit, and those that sleep where a signal wakes them are killed, as exit_group does.
 *
 * <p>Source: new ABI specification, section 3; the shape is that of the syslet patches of 2007
 * ("cachemiss threads"), the three kinds of identity are ours.
 */
public final class Syslets {
    private final Kernel kernel;
    private final SysletConfig config;
    private final PerProcess<Crew> crews = new PerProcess<>(process -> new Crew());
    private final PerTask<Standby> standbys = new PerTask<>(Standby::new);
    private final List<MistakenIdentity> listeners = new ArrayList<>();
    private long started;
    private long switches;

    /** The tasks of one process that have no user context. */
    private static final class Crew {
        private final ArrayDeque<Standby> idle = new ArrayDeque<>();
        private int behind;
        private int named;
        private boolean dismissed;
    }

    Syslets(Kernel kernel, SysletConfig config) {
        this.kernel = kernel;
        this.config = config;
    }

    /** Registers who hears what goes wrong. */
    public void onMistakenIdentity(MistakenIdentity listener) {
        listeners.add(listener);
    }

    /** Says what went wrong. */
    public void report(MistakenIdentity.Kind kind, String text) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).mistaken(kind, text);
        }
    }

    /** How often one task took the place of another. */
    public long switches() {
        return switches;
    }

    /** How many tasks were started to take the place of others. */
    public long started() {
        return started;
    }

    /**
     * {@code leaver}, on its CPU and about to sleep in {@code call}, stays behind: another task
     * returns {@code result} to user space. False if no task can be had; nothing has changed then.
     */
    public boolean replace(Task leaver, String call, long result) {
        Crew crew = crews.of(leaver.home());
        Standby next = crew.idle.pollLast();
        if (next == null) {
            if (crew.behind >= config.tasksMax()) {
                return false;
            }
            next = start(crew, leaver);
        }
        switches++;
        Task successor = next.takeOver(leaver.program(), result);
        Standby stays = standbys.of(leaver);
        leaver.leaveUserSpace(stays);
        successor.takePlaceOf(leaver);
        identify(leaver, successor, call);
        return true;
    }

    private Standby start(Crew crew, Task leaver) {
        crew.behind++;
        started++;
        String name = leaver.home().name() + "~" + ++crew.named;
        Task task = kernel.startStandby(leaver.home(), name, (self, result) -> {
            Standby program = standbys.of(self);
            return self.goOnWith(program, result);
        });
        task.charge(kernel.costs().sysletStart());
        if (config.pid() == SysletConfig.Pid.NAMESPACE) {
            task.charge(kernel.costs().pidNamespace());
        }
        return standbys.of(task);
    }

    /** Settles who is who after {@code successor} took the place of {@code leaver}. */
    private void identify(Task leaver, Task successor, String call) {
        successor.charge(kernel.costs().sysletSwitch());
        switch (config.pid()) {
            case NEW ->
                report(
                        MistakenIdentity.Kind.TID_CHANGED,
                        leaver.home().name() + " goes on as tid " + successor.tid() + ", not "
                                + leaver.tid() + ", which waits in " + call);
            case SWIZZLE -> {
                successor.charge(kernel.costs().pidSwizzle());
                kernel.exchangeTids(leaver, successor);
                leaver.signals().exchangePending(successor.signals());
            }
            case NAMESPACE -> {
                successor.identify(successor.tid(), leaver.virtualTid());
                leaver.signals().exchangePending(successor.signals());
            }
        }
    }

    /** The task of {@code process} that carries {@code virtualTid}, or null. */
    @Nullable
    Task findInNamespace(Process process, int virtualTid) {
        Task found = null;
        for (Task task : kernel.tasks()) {
            boolean isMeant = task.home() == process
                    && task.virtualTid() == virtualTid
                    && task.state() != Task.State.EXITED;
            if (isMeant && (found == null || found.isBehind())) {
                found = task;
            }
        }
        return found;
    }

    /** A task of {@code process} exited; the last user context may have gone with it. */
    void taskExited(Process process) {
        Crew crew = crews.find(process);
        if (crew == null || crew.dismissed || crew.behind < process.liveTasks()) {
            return;
        }
        crew.dismissed = true;
        while (!crew.idle.isEmpty()) {
            crew.idle.remove().dismiss();
        }
        for (Task task : kernel.tasks()) {
            if (task.home() == process && task.state() != Task.State.EXITED) {
                task.signals().raise(Signals.SIGKILL);
            }
        }
    }

    /** What a task does that has no user context: it stands by, and goes when it is idle. */
    private final class Standby implements Program {
        private final Task task;
        private final Work standBy = this::standBy;
        private final Continuation awake = this::awake;
        private final Timer idleTimer;
        private @Nullable Program taken;
        private long takenResult;
        private boolean ends;

        Standby(Task task) {
            this.task = task;
            idleTimer = new Timer(kernel.engine(), this::idleTooLong);
        }

        Task takeOver(Program program, long result) {
            idleTimer.disarm();
            taken = program;
            takenResult = result;
            return task;
        }

        @Override
        public Operation next(Task self, long result) {
            Program program = taken;
            if (program != null) {
                taken = null;
                return self.goOnWith(program, takenResult);
            }
            Crew crew = crews.of(self.home());
            if (ends || crew.dismissed) {
                crew.behind--;
                return self.operation().end();
            }
            return self.operation().work(standBy);
        }

        private long standBy(Task self) {
            Crew crew = crews.of(self.home());
            if (crew.dismissed) {
                return 0;
            }
            crew.idle.add(this);
            idleTimer.arm(config.idleNanos());
            return self.sleepUninterruptiblyThen(awake);
        }

        private long awake(Task self) {
            idleTimer.disarm();
            return 0;
        }

        private void idleTooLong() {
            crews.of(task.home()).idle.remove(this);
            dismiss();
        }

        void dismiss() {
            ends = true;
            task.wake();
        }
    }
}
