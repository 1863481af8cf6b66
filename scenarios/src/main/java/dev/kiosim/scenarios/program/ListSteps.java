package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.aio.IocbNoctxView;
import dev.kiosim.kernel.aio.IocbView;
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

    /**
     * Takes one iocb after the other off the list by compare-and-swap: load head, load its link,
     * swap head from the one to the other. Wrong where an iocb can come back while another task
     * holds its old link (ABA).
     */
    private static final class ListPop implements Step {
        private enum Phase {
            LOAD_HEAD,
            LOAD_LINK,
            SWAP
        }

        private final Settings settings;
        private Phase phase = Phase.LOAD_HEAD;
        private long first;
        private long second;
        private long taken;
        private long tries;

        ListPop(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            first = 0;
            second = 0;
            phase = Phase.LOAD_HEAD;
            return lesson.task().operation().loadLong(lesson.address(settings, "list"));
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            return switch (phase) {
                case LOAD_HEAD -> result == 0 ? foundEmpty(lesson) : loadLink(lesson, result);
                case LOAD_LINK -> swap(lesson, result);
                case SWAP -> result == 1 ? take(lesson) : begin(lesson);
            };
        }

        private @Nullable Operation foundEmpty(Lesson lesson) {
            return ++tries == settings.number("tries") ? null : begin(lesson);
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
            long head = lesson.address(settings, "list");
            return lesson.task().operation().compareAndSwapLong(head, first, second);
        }

        private @Nullable Operation take(Lesson lesson) {
            deliver(lesson, first);
            taken++;
            boolean isEnough = settings.has("events") && taken == settings.number("events");
            return isEnough ? null : begin(lesson);
        }

        @Override
        public long result(long lastResult) {
            return taken;
        }

        @Override
        public void addState(StateHash hash, long results) {
            hash.add(phase.ordinal()).add(first).add(second).add(tries);
            hash.add(settings.has("events") ? taken : 0);
        }

        @Override
        public String told(Lesson lesson, long result) {
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
    private static final class ListTake implements Step {
        private final Settings settings;
        private long at;
        private long taken;
        private long tries;

        ListTake(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            at = 0;
            return lesson.task().operation().exchangeLong(lesson.address(settings, "list"), 0);
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            if (at == 0 && result == 0) {
                return ++tries == settings.number("tries") ? null : begin(lesson);
            }
            if (at != 0) {
                deliver(lesson, at);
                taken++;
            }
            at = result;
            if (at == 0) {
                return isEnough() ? null : begin(lesson);
            }
            long link = new IocbNoctxView().wrap(lesson.memory(), at).linkAddress();
            return lesson.task().operation().loadLong(link);
        }

        private boolean isEnough() {
            return settings.has("events") && taken >= settings.number("events");
        }

        @Override
        public long result(long lastResult) {
            return taken;
        }

        @Override
        public void addState(StateHash hash, long results) {
            hash.add(at).add(tries).add(settings.has("events") ? taken : 0);
        }

        @Override
        public String told(Lesson lesson, long result) {
            return at == 0
                    ? "exchange *list, null: " + name(lesson, result)
                    : "load " + name(lesson, at) + ".link: " + name(lesson, result) + ", takes "
                            + name(lesson, at);
        }
    }
}
