package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioKiocb;
import dev.kiosim.kernel.aio.CompletionListener;
import dev.kiosim.scenarios.program.StateHash;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Double-entry bookkeeping of events: what the kernel completed, and what programs took. Events are
 * known by {@code data}; requests that must be told apart need different ones.
 */
final class Ledger implements CompletionListener {
    private final Map<Long, Account> accounts = new LinkedHashMap<>();
    private @Nullable Violation violation;

    /** Requests with the same {@code data}. */
    private static final class Account {
        private final Set<Long> results = new LinkedHashSet<>();
        private long completed;
        private long taken;
    }

    @Override
    public void completed(AioKiocb request) {
        Account account = accounts.computeIfAbsent(request.userData, data -> new Account());
        account.completed++;
        account.results.add(request.res);
    }

    /** {@code task} has taken an event. */
    void taken(Task task, long data, long res) {
        Account account = accounts.get(data);
        if (account == null || !account.results.contains(res)) {
            note(Violation.Kind.TORN, torn(task, data, res));
        } else if (++account.taken > account.completed) {
            String times = account.completed == 1 ? "once" : account.completed + " times";
            note(
                    Violation.Kind.DOUBLED,
                    task.name() + " takes data " + data + " once more: it completed " + times
                            + ", and was taken " + account.taken + " times");
        }
    }

    private String torn(Task task, long data, long res) {
        String taken = task.name() + " takes {data " + Long.toUnsignedString(data) + ", res "
                + Errno.describe(res) + "}, which the kernel never wrote";
        Account account = accounts.get(data);
        return account == null
                ? taken
                : taken + ": data " + Long.toUnsignedString(data) + " came with res "
                        + Errno.describe(account.results.iterator().next());
    }

    private void note(Violation.Kind kind, String text) {
        if (violation == null) {
            violation = new Violation(kind, text);
        }
    }

    /** The first thing that went wrong, or null. */
    @Nullable
    Violation violation() {
        return violation;
    }

    /** Adds what was taken; what completed is a matter of the kernel's history. */
    void addState(StateHash hash) {
        long sum = 0;
        for (Map.Entry<Long, Account> entry : accounts.entrySet()) { // in whatever order they came
            long both = StateHash.mix(entry.getKey(), entry.getValue().taken);
            sum += StateHash.mix(both, entry.getValue().completed);
        }
        hash.add(sum).add(violation == null ? 0 : violation.kind().ordinal() + 1);
    }

    /** Which events are missing, given how many wait by their data; empty if none is. */
    String missing(Map<Long, Long> waiting) {
        StringBuilder text = new StringBuilder();
        accounts.forEach((data, account) -> {
            if (account.taken + waiting.getOrDefault(data, 0L) < account.completed) {
                text.append(text.isEmpty() ? "" : ", ").append(Long.toUnsignedString(data));
            }
        });
        return text.isEmpty() ? "" : "data " + text;
    }

    /** Which events wait although they were taken; empty if none does. */
    String waitingTwice(Map<Long, Long> waiting) {
        StringBuilder text = new StringBuilder();
        waiting.forEach((data, count) -> {
            Account account = accounts.get(data);
            if (account == null || account.taken + count > account.completed) {
                text.append(text.isEmpty() ? "" : ", ").append(Long.toUnsignedString(data));
            }
        });
        return text.isEmpty() ? "" : "data " + text;
    }
}
