package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.aio.IoEventV2View;
import dev.kiosim.kernel.aio.IocbAttrRetView;
import java.util.List;
import java.util.Map;

/** The system calls of the new ABI. */
final class NewSteps {
    private NewSteps() {}

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("io_setup2", s -> new ClassicSteps.SetUp(s, "io_setup2"));
        table.put("io_submit2", s -> lesson -> submit(lesson, s));
        table.put("io_getevents2", GetEvents::new);
        table.put(
                "io_cancel2",
                s -> lesson -> lesson.call(
                        "io_cancel2", lesson.context(s, "ctx"), lesson.address(s, "iocb")));
        table.put(
                "io_destroy2", s -> lesson -> lesson.call("io_destroy2", lesson.context(s, "ctx")));
    }

    /**
     * Lays the iocbs one behind the other, where they keep their names: io_cancel2 knows them by
     * address.
     */
    private static Operation submit(Lesson lesson, Settings s) {
        List<String> names = s.list("iocbs");
        long bytes = 0;
        for (String name : names) {
            bytes += lesson.lengthOf(name);
        }
        long start = lesson.memory().map(Math.max(1, bytes));
        long at = start;
        for (String name : names) {
            long length = lesson.lengthOf(name);
            long from = lesson.address("iocbs", name);
            if (length == 0) { // a bad pointer, or a number: submitted where it is
                start = from;
                continue;
            }
            lesson.memory().copyWords(from, at, length);
            lesson.nameAddress(name, at, length);
            at += length;
        }
        long given = s.has("nbytes") ? s.number("nbytes") : bytes;
        return lesson.call("io_submit2", lesson.context(s, "ctx"), start, given);
    }

    /** io_getevents2: says which events came, with their attribute returns. */
    private static final class GetEvents implements Step {
        private final Settings settings;
        private long buffer;
        private long bytes;

        GetEvents(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            long room = settings.number("nbytes");
            buffer = settings.has("buf")
                    ? lesson.address(settings, "buf")
                    : lesson.memory().map(Math.max(1, room));
            return lesson.call(
                    "io_getevents2",
                    lesson.context(settings, "ctx"),
                    buffer,
                    room,
                    ClassicSteps.timeout(lesson, settings));
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            bytes = result;
            IoEventV2View event = new IoEventV2View().wrap(lesson.memory(), buffer);
            while (event.address() < buffer + bytes) {
                lesson.delivered(event.data(), event.res());
                event.next();
            }
            return null;
        }

        @Override
        public String remark(Lesson lesson) {
            StringBuilder text = new StringBuilder();
            IoEventV2View event = new IoEventV2View().wrap(lesson.memory(), buffer);
            while (event.address() < buffer + bytes) {
                text.append(text.isEmpty() ? "" : ", ").append(describe(lesson, event));
                event.next();
            }
            return text.toString();
        }
    }

    /** {@code {data 7, res 4096, returns [cookie 1 ret 0: 1 2 3]}}. */
    static String describe(Lesson lesson, IoEventV2View event) {
        StringBuilder text = new StringBuilder("{data " + Long.toUnsignedString(event.data())
                + ", res " + Errno.describe(event.res()));
        long end = event.returnsAddress() + event.attrBytes();
        IocbAttrRetView view = new IocbAttrRetView().wrap(lesson.memory(), event.returnsAddress());
        while (view.address() < end) {
            describe(view, text);
            view.next();
        }
        return text.append('}').toString();
    }

    /** {@code , return {cookie 1, ret 0, payload 0x1 0x2}}. */
    static void describe(IocbAttrRetView view, StringBuilder text) {
        text.append(", return {cookie ").append(Long.toUnsignedString(view.cookie()));
        text.append(", ret ").append(Errno.describe(view.ret()));
        for (int i = 0; i < (view.size() - IocbAttrRetView.SIZE_BYTES) / Long.BYTES; i++) {
            text.append(i == 0 ? ", payload 0x" : " 0x").append(Long.toHexString(view.payload(i)));
        }
        text.append('}');
    }
}
