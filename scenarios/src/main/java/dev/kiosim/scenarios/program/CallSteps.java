package dev.kiosim.scenarios.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Nearest;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.aio.AioSyscallView;
import dev.kiosim.kernel.aio.IocbAttrRetView;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Any system call: plainly, as an iocb, with attributes, as a syslet. */
final class CallSteps {
    private static final int ARGS_MAX = 6;

    private CallSteps() {}

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("string", s -> new MemorySteps.Preparation(lesson -> string(lesson, s)));
        table.put("syscall", Call::new);
        table.put("aio_syscall", s -> new MemorySteps.Preparation(lesson -> struct(lesson, s)));
        table.put("syscall_attrs", CallWithAttributes::new);
        table.put(
                "async_exec",
                s -> lesson -> lesson.call(
                        "async_exec", lesson.address(s, "iocb"), lesson.context(s, "ctx")));
        table.put("look", s -> new Look(lesson -> lesson.task().signals().handled()));
        table.put("compare", s -> new Look(lesson -> compare(lesson, s)));
    }

    private static Operation string(Lesson lesson, Settings s) {
        byte[] text = s.text("text").getBytes(UTF_8);
        long address = lesson.memory().map(text.length + 1L);
        lesson.memory().copyTo(address, text, 0, text.length);
        lesson.nameAddress(s.text("buf"), address, text.length + 1L);
        return lesson.task().operation().compute(0);
    }

    private static Operation struct(Lesson lesson, Settings s) {
        long address = lesson.memory().map(AioSyscallView.SIZE_BYTES);
        AioSyscallView view = new AioSyscallView().wrap(lesson.memory(), address);
        view.nr(number(lesson, s));
        long[] args = args(lesson, s);
        for (int i = 0; i < ARGS_MAX; i++) {
            view.arg(i, args[i]);
        }
        lesson.nameAddress(s.text("struct"), address, AioSyscallView.SIZE_BYTES);
        return lesson.task().operation().compute(0);
    }

    private static int number(Lesson lesson, Settings s) {
        String name = s.text("name");
        if (name.matches("[0-9]{1,6}")) {
            return Integer.parseInt(name);
        }
        SyscallTable table = lesson.task().kernel().syscalls();
        int number = table.number(name);
        if (number < 0) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < table.length(); i++) {
                Syscall known = table.find(i);
                if (known != null) {
                    names.add(known.name());
                }
            }
            throw new ConfigException(
                    "name",
                    name,
                    "a system call of this kernel" + Nearest.question(Nearest.to(name, names)));
        }
        return number;
    }

    private static long[] args(Lesson lesson, Settings s) {
        long[] args = new long[ARGS_MAX];
        List<String> given = s.list("args");
        if (given.size() > ARGS_MAX) {
            throw new ConfigException("args", given.size() + " arguments", "at most six");
        }
        for (int i = 0; i < given.size(); i++) {
            args[i] = lesson.operand("args", given.get(i));
        }
        return args;
    }

    private static long compare(Lesson lesson, Settings s) {
        long left = lesson.operand("left", s.text("left"));
        return left == lesson.operand("right", s.text("right")) ? 0 : 1;
    }

    /** Gives the result its name, if there is one. */
    private static void nameResult(Lesson lesson, Settings s, long result) {
        if (s.has("result")) {
            lesson.nameValue(s.text("result"), result);
        }
    }

    private static final class Call implements Step {
        private final Settings settings;

        Call(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            long[] a = args(lesson, settings);
            return lesson.task()
                    .operation()
                    .syscall(number(lesson, settings), a[0], a[1], a[2], a[3], a[4], a[5]);
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            nameResult(lesson, settings, result);
            return null;
        }

        @Override
        public String remark(Lesson lesson) {
            return settings.text("name");
        }
    }

    /** syscall_attrs: says what the attributes returned. */
    private static final class CallWithAttributes implements Step {
        private static final long RETURNS_BYTES = AddressSpace.PAGE_BYTES;

        private final Settings settings;
        private long returns;
        private boolean failed;

        CallWithAttributes(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            List<Settings> attributes = settings.groups("attributes");
            int bytes = AttributeList.bytes(attributes);
            long args = lesson.memory().map(AddressSpace.PAGE_BYTES);
            long[] values = args(lesson, settings);
            for (int i = 0; i < ARGS_MAX; i++) {
                lesson.memory().putLong(args + (long) i * Long.BYTES, values[i]);
            }
            long attrs = lesson.memory().map(Math.max(1, bytes));
            AttributeList.write(lesson, attributes, attrs);
            returns = lesson.memory().map(RETURNS_BYTES);
            return lesson.call(
                    "syscall_attrs",
                    number(lesson, settings),
                    args,
                    attrs,
                    bytes,
                    returns,
                    RETURNS_BYTES);
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            nameResult(lesson, settings, result);
            failed = lesson.memory().getLong(returns + Long.BYTES) == 0;
            return null;
        }

        @Override
        public String remark(Lesson lesson) {
            if (failed) {
                return settings.text("name"); // refused before it was made: nothing was returned
            }
            IocbAttrRetView view = new IocbAttrRetView().wrap(lesson.memory(), returns);
            StringBuilder text = new StringBuilder(settings.text("name"));
            for (int i = 0; i < settings.groups("attributes").size(); i++) {
                NewSteps.describe(view, text);
                view.next();
            }
            return text.toString();
        }
    }

    /** Looks at something, which takes no time; what it sees is the result. */
    private static final class Look implements Step {
        /** What is seen. */
        @FunctionalInterface
        interface Sight {
            long of(Lesson lesson);
        }

        private final Sight sight;
        private long seen;

        Look(Sight sight) {
            this.sight = sight;
        }

        @Override
        public Operation begin(Lesson lesson) {
            seen = sight.of(lesson);
            return lesson.task().operation().compute(0);
        }

        @Override
        public long result(long lastResult) {
            return seen;
        }
    }
}
