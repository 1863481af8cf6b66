package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.memory.AddressSpace;
import java.util.List;
import java.util.Map;

/** The system calls of the classic ABI. */
final class ClassicSteps {
    private static final int TIMESPEC_BYTES = 16;

    private ClassicSteps() {}

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("io_setup", s -> new SetUp(s, "io_setup"));
        table.put("io_submit", s -> lesson -> submit(lesson, s));
        table.put("io_getevents", s -> new GetEvents(s, "io_getevents"));
        table.put("io_pgetevents", s -> new GetEvents(s, "io_pgetevents"));
        table.put(
                "io_cancel",
                s -> lesson -> lesson.call(
                        "io_cancel",
                        lesson.context(s, "ctx"),
                        lesson.address(s, "iocb"),
                        lesson.addressOr(s, "result", lesson.scratch())));
        table.put("io_destroy", s -> lesson -> lesson.call("io_destroy", lesson.context(s, "ctx")));
    }

    /** io_setup of either ABI: the context gets its name when the call has worked. */
    static final class SetUp implements Step {
        private final Settings settings;
        private final String call;

        SetUp(Settings settings, String call) {
            this.settings = settings;
            this.call = call;
        }

        @Override
        public Operation begin(Lesson lesson) {
            lesson.memory().putLong(lesson.scratch(), settings.number("ctxp_value"));
            long pointer = lesson.addressOr(settings, "ctxp", lesson.scratch());
            if (call.equals("io_setup")) {
                return lesson.call(call, settings.number("nr_events"), pointer);
            }
            return lesson.call(
                    call,
                    pointer,
                    settings.number("version"),
                    Flags.of(settings, "features", ""),
                    lesson.descriptor(settings, "eventfd"));
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            if (result == 0) {
                long pointer = lesson.addressOr(settings, "ctxp", lesson.scratch());
                lesson.nameContext(settings.text("ctx"), lesson.memory().getLong(pointer));
            }
            return null;
        }
    }

    private static Operation submit(Lesson lesson, Settings s) {
        List<String> iocbs = s.list("iocbs");
        long array = lesson.memory().map(Math.max(1, iocbs.size() * Task.POINTER_BYTES));
        for (int i = 0; i < iocbs.size(); i++) {
            lesson.memory()
                    .putLong(
                            array + (long) i * Task.POINTER_BYTES,
                            lesson.address("iocbs", iocbs.get(i)));
        }
        long count = s.has("nr") ? s.number("nr") : iocbs.size();
        return lesson.call(
                "io_submit", lesson.context(s, "ctx"), count, lesson.addressOr(s, "iocbpp", array));
    }

    /** The timeout's address: NULL, a bad pointer, or a struct timespec in the scratch page. */
    static long timeout(Lesson lesson, Settings s) {
        if (s.isText("timeout")) {
            return s.text("timeout").equals("NULL") ? 0 : Lesson.BAD_POINTER;
        }
        long address = lesson.scratch() + AddressSpace.PAGE_BYTES - TIMESPEC_BYTES;
        long nanos = s.number("timeout");
        lesson.memory().putLong(address, Math.floorDiv(nanos, 1_000_000_000L));
        lesson.memory().putLong(address + Long.BYTES, Math.floorMod(nanos, 1_000_000_000L));
        return address;
    }

    /** io_getevents and io_pgetevents: says which events came. */
    private static final class GetEvents implements Step {
        private final Settings settings;
        private final String call;
        private long buffer;
        private long taken;

        GetEvents(Settings settings, String call) {
            this.settings = settings;
            this.call = call;
        }

        @Override
        public Operation begin(Lesson lesson) {
            long room = Math.max(1, Math.min(settings.number("nr"), 1 << 16));
            buffer = settings.has("events")
                    ? lesson.address(settings, "events")
                    : lesson.memory().map(room * IoEventView.SIZE_BYTES);
            return lesson.call(
                    call,
                    lesson.context(settings, "ctx"),
                    settings.number("min_nr"),
                    settings.number("nr"),
                    buffer,
                    timeout(lesson, settings),
                    0);
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            taken = result;
            IoEventView event = new IoEventView();
            for (long i = 0; i < taken; i++) {
                event.wrap(lesson.memory(), buffer + i * IoEventView.SIZE_BYTES);
                lesson.delivered(event.data(), event.res());
            }
            return null;
        }

        @Override
        public String remark(Lesson lesson) {
            StringBuilder text = new StringBuilder();
            IoEventView event = new IoEventView();
            for (long i = 0; i < taken; i++) {
                event.wrap(lesson.memory(), buffer + i * IoEventView.SIZE_BYTES);
                text.append(i == 0 ? "" : ", ").append(describe(lesson, event));
            }
            return text.toString();
        }
    }

    /** {@code {data 7, obj a, res 4096}}. */
    static String describe(Lesson lesson, IoEventView event) {
        return "{data " + Long.toUnsignedString(event.data())
                + ", obj " + lesson.nameAt(event.obj())
                + ", res " + Errno.describe(event.res())
                + (event.res2() == 0 ? "" : ", res2 " + event.res2()) + "}";
    }
}
