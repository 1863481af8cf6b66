package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.aio.Finding;
import dev.kiosim.scenarios.explore.Violation.Kind;
import dev.kiosim.scenarios.program.LessonProgram;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.util.List;
import java.util.Map;

/** Looks for what has gone wrong: after each step, and when nothing more will happen. */
final class Inspection {
    private final ScenarioRun run;
    private final Ledger ledger;

    Inspection(ScenarioRun run, Ledger ledger) {
        this.run = run;
        this.ledger = ledger;
    }

    /**
     * What can be said while events are still on their way.
     *
     * @throws dev.kiosim.engine.InvariantViolation if a context is not as it should be
     */
    @Nullable
    Violation soFar() {
        Violation found = ledger.violation();
        if (found != null) {
            String missing = ledger.missing(WaitingEvents.of(run));
            return missing.isEmpty()
                    ? found
                    : new Violation(found.kind(), found.text() + "; " + missing + " is lost");
        }
        run.machine().aio().checkInvariants();
        for (Task task : run.machine().kernel().tasks()) {
            if (task.exitResult() != 0) {
                return new Violation(Kind.FAULT, task.name() + " died of a bad address");
            }
        }
        return null;
    }

    /** What can be said when nothing more will happen: everything must be where it belongs. */
    @Nullable
    Violation atEnd() {
        Violation found = soFar();
        if (found == null) {
            found = events(WaitingEvents.of(run));
        }
        for (LessonProgram program : run.lessons()) {
            if (found == null && !program.failures().isEmpty()) {
                found = new Violation(Kind.RET, program.failures().get(0));
            }
        }
        return found;
    }

    private @Nullable Violation events(Map<Long, Long> waiting) {
        String twice = ledger.waitingTwice(waiting);
        if (!twice.isEmpty()) {
            return new Violation(Kind.DOUBLED, twice + " waits, though it was taken before");
        }
        String missing = ledger.missing(waiting);
        if (isGathering()) {
            return null; // it holds what is missing, and may sleep while fewer wait than it wants
        }
        if (!missing.isEmpty()) {
            return new Violation(
                    Kind.LOST, missing + " waits nowhere, and nobody took it" + finding());
        }
        String sleepers = sleepers();
        if (!sleepers.isEmpty() && !waiting.isEmpty()) {
            return new Violation(
                    Kind.SLEEPER,
                    "nothing will wake " + sleepers + ", while data " + keys(waiting) + " waits");
        }
        return null;
    }

    private static String keys(Map<Long, Long> waiting) {
        List<String> keys =
                waiting.keySet().stream().map(Long::toUnsignedString).toList();
        return String.join(", ", keys);
    }

    /** Whether a task sleeps in io_getevents with some of the events it wants, which it holds. */
    private boolean isGathering() {
        for (Task task : run.machine().kernel().tasks()) {
            int call = task.operation().syscallNumber();
            boolean gathers = call == AioV1.IO_GETEVENTS || call == AioV1.IO_PGETEVENTS;
            if (gathers && task.isInsideCall() && task.operation().args().asLong(1) > 1) {
                return true;
            }
        }
        return false;
    }

    /** What a defective ABI is known to have done. */
    private String finding() {
        List<Finding> findings = run.machine().newAbi().findings().kept();
        return findings.isEmpty() ? "" : " (" + findings.get(0).text() + ")";
    }

    /** Tasks that sleep inside their programs. */
    private String sleepers() {
        StringBuilder text = new StringBuilder();
        for (LessonProgram program : run.lessons()) {
            Task task = program.task();
            boolean sleeps = task != null
                    && task.state() == Task.State.BLOCKED
                    && task.home().kind() == Process.Kind.USER
                    && !program.isDone();
            if (sleeps) {
                text.append(text.isEmpty() ? "" : ", ").append(program.name());
            }
        }
        return text.toString();
    }
}
