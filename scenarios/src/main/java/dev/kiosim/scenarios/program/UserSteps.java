package dev.kiosim.scenarios.program;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.aio.AioRingV2View;
import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a program does without a system call of AIO, and what the person who watches wants. */
final class UserSteps {
    private static final Map<String, Integer> CLASSIC_FIELDS = fields(
            "id",
            "nr",
            "head",
            "tail",
            "magic",
            "compat_features",
            "incompat_features",
            "header_length");
    private static final Map<String, Integer> NEW_FIELDS = fields(
            "magic",
            "version",
            "features",
            "ring_bytes",
            "head",
            "tail",
            "flags",
            "overflow_count");

    private UserSteps() {}

    private static Map<String, Integer> fields(String... names) {
        Map<String, Integer> offsets = new LinkedHashMap<>();
        for (String name : names) {
            offsets.put(name, offsets.size() * Integer.BYTES);
        }
        return offsets;
    }

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("user_reap", UserReap::new);
        table.put("reap_loop", ReapLoop::new);
        table.put("user_store_ring", s -> lesson -> store(lesson, s));
        table.put(
                "user_load_ring",
                s -> lesson -> lesson.task().operation().loadInt(fieldAddress(lesson, s)));
        table.put(
                "load", s -> lesson -> lesson.task().operation().loadLong(lesson.address(s, "at")));
        table.put("sleep", s -> lesson -> sleep(lesson, s.number("for")));
        table.put("compute", s -> lesson -> lesson.task().operation().compute(s.number("for")));
        table.put("show", Show::new);
    }

    private static boolean isNew(AddressSpace memory, long context) {
        return memory.isReadable(context, Integer.BYTES)
                && memory.getInt(context) == AioRingV2View.MAGIC;
    }

    private static Operation store(Lesson lesson, Settings s) {
        return lesson.task().operation().storeInt(fieldAddress(lesson, s), (int) s.number("value"));
    }

    private static long fieldAddress(Lesson lesson, Settings s) {
        long context = lesson.context(s, "ctx");
        String field = s.text("field");
        Map<String, Integer> offsets =
                isNew(lesson.memory(), context) ? NEW_FIELDS : CLASSIC_FIELDS;
        Integer offset = offsets.get(field);
        if (offset == null) {
            throw new ConfigException("field", field, "a field of this ring: " + offsets.keySet());
        }
        return context + offset;
    }

    private static Operation sleep(Lesson lesson, long nanos) {
        lesson.memory().putLong(lesson.scratch(), nanos / 1_000_000_000L);
        lesson.memory().putLong(lesson.scratch() + Long.BYTES, nanos % 1_000_000_000L);
        return lesson.call("nanosleep", lesson.scratch(), 0);
    }

    /**
     * Takes events from the mapped ring: load head, load tail, copy, store head (classic) or swap
     * it (new).
     */
    private static final class UserReap implements Step {
        private enum Phase {
            LOADING_HEAD,
            LOADING_TAIL,
            MOVING_HEAD,
            DONE
        }

        private final Settings settings;
        private final StringBuilder text = new StringBuilder();
        private final List<Long> inHand = new ArrayList<>(); // data and res of each event
        private Phase phase = Phase.LOADING_HEAD;
        private long context;
        private int head;
        private int newHead;
        private long taken;

        UserReap(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            context = lesson.context(settings, "ctx");
            phase = Phase.LOADING_HEAD;
            return lesson.task().operation().loadInt(headAddress(lesson));
        }

        private long headAddress(Lesson lesson) {
            return isNew(lesson.memory(), context)
                    ? new AioRingV2View().wrap(lesson.memory(), context).headAddress()
                    : new AioRingView().wrap(lesson.memory(), context).headAddress();
        }

        private long tailAddress(Lesson lesson) {
            return isNew(lesson.memory(), context)
                    ? new AioRingV2View().wrap(lesson.memory(), context).tailAddress()
                    : new AioRingView().wrap(lesson.memory(), context).tailAddress();
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            return switch (phase) {
                case LOADING_HEAD -> {
                    head = (int) result;
                    phase = Phase.LOADING_TAIL;
                    yield lesson.task().operation().loadInt(tailAddress(lesson));
                }
                case LOADING_TAIL -> take(lesson, (int) result);
                case MOVING_HEAD ->
                    result == 0 && isNew(lesson.memory(), context)
                            ? begin(lesson) // another reaper was faster
                            : deliver(lesson);
                case DONE -> null;
            };
        }

        private @Nullable Operation take(Lesson lesson, int tail) {
            text.setLength(0);
            inHand.clear();
            taken = 0;
            newHead = head;
            boolean isNew = isNew(lesson.memory(), context);
            while (newHead != tail && taken < settings.number("max")) {
                newHead = isNew ? takeNew(lesson) : takeClassic(lesson);
                taken++;
            }
            if (taken == 0) {
                phase = Phase.DONE;
                return null;
            }
            phase = Phase.MOVING_HEAD;
            Operation operation = lesson.task().operation();
            return isNew
                    ? operation.compareAndSwapInt(headAddress(lesson), head, newHead)
                    : operation.storeInt(headAddress(lesson), newHead);
        }

        private @Nullable Operation deliver(Lesson lesson) {
            for (int i = 0; i < inHand.size(); i += 2) {
                lesson.delivered(inHand.get(i), inHand.get(i + 1));
            }
            return null;
        }

        private int takeClassic(Lesson lesson) {
            AioRingView ring = new AioRingView().wrap(lesson.memory(), context);
            IoEventView event = new IoEventView().wrap(lesson.memory(), ring.eventAddress(newHead));
            text.append(taken == 0 ? "" : ", ").append(ClassicSteps.describe(lesson, event));
            inHand.add(event.data());
            inHand.add(event.res());
            return newHead + 1 == ring.nr() ? 0 : newHead + 1;
        }

        private int takeNew(Lesson lesson) {
            AioRingV2View ring = new AioRingV2View().wrap(lesson.memory(), context);
            long data = ring.word(newHead);
            long res = ring.word(newHead + Long.BYTES);
            long attrBytes = ring.word(newHead + 3 * Long.BYTES);
            text.append(taken == 0 ? "" : ", ");
            inHand.add(data);
            inHand.add(res);
            text.append("{data ")
                    .append(Long.toUnsignedString(data))
                    .append(", res ")
                    .append(res);
            text.append(attrBytes == 0 ? "}" : ", " + attrBytes + " bytes of returns}");
            return newHead + 4 * Long.BYTES + (int) attrBytes;
        }

        @Override
        public long result(long lastResult) {
            return taken;
        }

        @Override
        public String remark(Lesson lesson) {
            return text.toString();
        }
    }

    /** Prints a picture of what lies in memory. */
    private static final class Show implements Step {
        private final Settings settings;

        Show(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            return lesson.task().operation().compute(0);
        }

        @Override
        public boolean hasResult() {
            return false;
        }

        @Override
        public String remark(Lesson lesson) {
            return Pictures.of(
                    lesson, settings.list("what"), settings.has("of") ? settings.text("of") : "");
        }
    }
}
