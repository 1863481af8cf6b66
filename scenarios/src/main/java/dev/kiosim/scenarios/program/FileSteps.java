package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Operation;
import java.util.Map;

/** Steps on files, pipes and eventfds. */
final class FileSteps {
    private FileSteps() {}

    static void addTo(Map<String, StepMakers.Maker> table) {
        table.put("open", Open::new);
        table.put("close", s -> lesson -> lesson.call("close", lesson.descriptor(s, "fd")));
        table.put("read", s -> lesson -> transfer(lesson, s, "read", 0));
        table.put("write", s -> lesson -> transfer(lesson, s, "write", 0));
        table.put("pread", s -> lesson -> transfer(lesson, s, "pread64", s.number("offset")));
        table.put("pwrite", s -> lesson -> transfer(lesson, s, "pwrite64", s.number("offset")));
        table.put("fsync", s -> lesson -> lesson.call("fsync", lesson.descriptor(s, "fd")));
        table.put("pipe", Pipe::new);
        table.put("eventfd", EventFd::new);
        table.put("eventfd_read", EventFdRead::new);
        table.put("eventfd_write", s -> lesson -> {
            lesson.memory().putLong(lesson.scratch(), s.number("value"));
            return lesson.call("write", lesson.descriptor(s, "fd"), lesson.scratch(), Long.BYTES);
        });
    }

    private static Operation transfer(Lesson lesson, Settings s, String call, long offset) {
        long bytes = s.number("nbytes");
        long buffer =
                s.has("buf") ? lesson.address(s, "buf") : lesson.memory().map(Math.max(1, bytes));
        return lesson.call(call, lesson.descriptor(s, "fd"), buffer, bytes, offset);
    }

    /** Gives the descriptor its name. */
    private static final class Open implements Step {
        private final Settings settings;
        private int fd;

        Open(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            int flags = Flags.of(settings, "flags", "O_");
            fd = lesson.task().process().files().install(lesson.open(settings.text("file"), flags));
            lesson.nameDescriptor(settings.text("fd"), fd);
            return lesson.task()
                    .operation()
                    .compute(lesson.task().kernel().costs().syscall());
        }

        @Override
        public long result(long lastResult) {
            return fd;
        }
    }

    /** Names both ends. */
    private static final class Pipe implements Step {
        private final Settings settings;

        Pipe(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            return lesson.call("pipe", lesson.scratch());
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            String name = settings.text("pipe");
            if (result == 0) {
                lesson.nameDescriptor(name + ".r", lesson.memory().getInt(lesson.scratch()));
                lesson.nameDescriptor(
                        name + ".w", lesson.memory().getInt(lesson.scratch() + Integer.BYTES));
            }
            return null;
        }
    }

    private static final class EventFd implements Step {
        private final Settings settings;

        EventFd(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            return lesson.call(
                    "eventfd2", settings.number("initval"), Flags.of(settings, "flags", "EFD_"));
        }

        @Override
        public @Nullable Operation resume(Lesson lesson, long result) {
            if (result >= 0) {
                lesson.nameDescriptor(settings.text("fd"), (int) result);
            }
            return null;
        }
    }

    private static final class EventFdRead implements Step {
        private final Settings settings;

        EventFdRead(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Operation begin(Lesson lesson) {
            lesson.memory().putLong(lesson.scratch(), 0);
            return lesson.call(
                    "read", lesson.descriptor(settings, "fd"), lesson.scratch(), Long.BYTES);
        }

        @Override
        public String remark(Lesson lesson) {
            return "count " + Long.toUnsignedString(lesson.memory().getLong(lesson.scratch()));
        }
    }
}
