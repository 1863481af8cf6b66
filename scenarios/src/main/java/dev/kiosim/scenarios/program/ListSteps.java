package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.aio.IocbNoctxView;
import dev.kiosim.kernel.aio.IocbView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Context-less requests, and the completion list in user memory that collects them. */
final class ListSteps {
    private ListSteps() {}

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("completion_list", CompletionList::new);
        table.put("io_submit_noctx", s -> lesson -> submit(lesson, s));
        table.put("io_wait_noctx", s -> lesson -> waitFor(lesson, s));
        table.put("list_pop", ListPop::new);
        table.put("list_take", ListTake::new);
    }

    private static Operation submit(Lesson lesson, Settings s) {
        long list = lesson.address(s, "list");
        return lesson.call("io_submit_noctx", lesson.address(s, "iocb"), list);
    }

    private static Operation waitFor(Lesson lesson, Settings s) {
        long timeout = ClassicSteps.timeout(lesson, s);
        return lesson.call("io_wait_noctx", lesson.address(s, "list"), timeout);
    }

    /** {@code r1}, or the number of an address that has no name. */
    private static String name(Lesson lesson, long iocb) {
        return iocb == 0 ? "null" : lesson.nameAt(iocb);
    }

    private static void deliver(Lesson lesson, long iocb) {
        if (lesson.memory().isReadable(iocb, IocbNoctxView.SIZE_BYTES)) {
            long res = new IocbNoctxView().wrap(lesson.memory(), iocb).res();
            lesson.delivered(new IocbView().wrap(lesson.memory(), iocb).data(), res);
        }
    }

    /** Maps the head of a list, which is empty. */
    private record CompletionList(Settings settings) implements Step {
        @Override
        public Operation begin(Lesson lesson) {
            lesson.nameList(settings.text("list"), lesson.memory().map(Long.BYTES));
            return lesson.task().operation().compute(0);
        }

        @Override
        public boolean hasResult() {
            return false;
        }
    }

    /** What taking from a list comes to an end with, however it is done. */
    private abstract static class Taking implements Step {
        final Settings settings;
        private final List<Long> taken = new ArrayList<>();
        private long tries;
        private int resubmitted = -1;

        Taking(Settings settings) {
            this.settings = settings;
        }

        /** Looks at the list anew. */
        abstract Operation look(Lesson lesson);

        /** Goes on with the taking; null if it has come to an end. */
        abstract @Nullable Operation takeFurther(Lesson lesson, long result);

        /** What the last operation of the taking did. */
        abstract String toldOfTaking(Lesson lesson, long result);

        @Override
        public Operation begin(Lesson lesson) {
            return look(lesson);
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            Operation more = resubmitted < 0 ? takeFurther(lesson, result) : null;
            return more == null ? resubmit(lesson) : more;
        }

        private @Nullable Operation resubmit(Lesson lesson) {
            resubmitted++;
            boolean isEnough = resubmitted == Math.min(taken.size(), settings.number("resubmits"));
            return isEnough
                    ? null
                    : lesson.call("io_submit_noctx", taken.get(resubmitted), list(lesson));
        }

        long list(Lesson lesson) {
            return lesson.address(settings, "list");
        }

        /** The list was empty. */
        @Nullable
        Operation foundEmpty(Lesson lesson) {
            return ++tries == settings.number("tries") ? null : look(lesson);
        }

        /** {@code iocb} is ours. */
        void take(Lesson lesson, long iocb) {
            taken.add(iocb);
            deliver(lesson, iocb);
        }

        boolean hasEnough() {
            return settings.has("events") && taken.size() >= settings.number("events");
        }

        @Override
        public long result(long lastResult) {
            return taken.size();
        }

        void addTaking(StateHash hash) {
            hash.add(tries).add(resubmitted);
            long relevant = settings.has("events") ? taken.size() : settings.number("resubmits");
            for (int i = 0; i < Math.min(relevant, taken.size()); i++) {
                hash.add(taken.get(i));
            }
        }

        @Override
        public String told(Lesson lesson, long result) {
            return resubmitted < 0
                    ? toldOfTaking(lesson, result)
                    : "io_submit_noctx " + name(lesson, taken.get(resubmitted)) + " = "
                            + Errno.describe(result);
        }
    }

    /**
     * Takes one iocb after the other off the list by compare-and-swap: load head, load its link,
     * swap head from the one to the other. Wrong where an iocb can come back while another task
     * holds its old link (ABA).
     */
    private static final class ListPop extends Taking {
        private enum Phase {
            LOAD_HEAD,
            LOAD_LINK,
            SWAP
        }

        private Phase phase = Phase.LOAD_HEAD;
        private long first;
        private long second;

        ListPop(Settings settings) {
            super(settings);
        }

        @Override
        Operation look(Lesson lesson) {
            first = 0;
            second = 0;
            phase = Phase.LOAD_HEAD;
            return lesson.task().operation().loadLong(list(lesson));
        }

        @Override
        @Nullable
        Operation takeFurther(Lesson lesson, long result) {
            return switch (phase) {
                case LOAD_HEAD -> result == 0 ? foundEmpty(lesson) : loadLink(lesson, result);
                case LOAD_LINK -> swap(lesson, result);
                case SWAP -> result == 1 ? takeFirst(lesson) : look(lesson);
            };
        }

        private Operation loadLink(Lesson lesson, long iocb) {
            first = iocb;
            phase = Phase.LOAD_LINK;
            long link = new IocbNoctxView().wrap(lesson.memory(), iocb).linkAddress();
            return lesson.task().operation().loadLong(link);
        }

        private Operation swap(Lesson lesson, long link) {
            second = link;
            phase = Phase.SWAP;
            return lesson.task().operation().compareAndSwapLong(list(lesson), first, second);
        }

        private @Nullable Operation takeFirst(Lesson lesson) {
            take(lesson, first);
            return hasEnough() ? null : look(lesson);
        }

        @Override
        public void addState(StateHash hash, long results) {
            hash.add(phase.ordinal()).add(first).add(second);
            addTaking(hash);
        }

        @Override
        String toldOfTaking(Lesson lesson, long result) {
            return switch (phase) {
                case LOAD_HEAD -> "load *list: " + name(lesson, result);
                case LOAD_LINK -> "load " + name(lesson, first) + ".link: " + name(lesson, result);
                case SWAP ->
                    "CAS *list " + name(lesson, first) + " -> " + name(lesson, second)
                            + (result == 1 ? ": takes " + name(lesson, first) : ": fails");
            };
        }
    }

    /** Takes the whole list by one exchange, then walks it: nobody else sees it any more. */
    private static final class ListTake extends Taking {
        private long at;

        ListTake(Settings settings) {
            super(settings);
        }

        @Override
        Operation look(Lesson lesson) {
            at = 0;
            return lesson.task().operation().exchangeLong(list(lesson), 0);
        }

        @Override
        @Nullable
        Operation takeFurther(Lesson lesson, long result) {
            if (at == 0 && result == 0) {
                return foundEmpty(lesson);
            }
            if (at != 0) {
                take(lesson, at);
            }
            at = result;
            if (at == 0) {
                return hasEnough() ? null : look(lesson);
            }
            long link = new IocbNoctxView().wrap(lesson.memory(), at).linkAddress();
            return lesson.task().operation().loadLong(link);
        }

        @Override
        public void addState(StateHash hash, long results) {
            hash.add(at);
            addTaking(hash);
        }

        @Override
        String toldOfTaking(Lesson lesson, long result) {
            return at == 0
                    ? "exchange *list with null: " + name(lesson, result)
                    : "load " + name(lesson, at) + ".link: " + name(lesson, result) + "; takes "
                            + name(lesson, at);
        }
    }
}
