package dev.kiosim.scenarios.program;

import dev.kiosim.config.Settings;
import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.aio.IoEventV2View;
import dev.kiosim.ring.RingHeader;

/**
 * A reaper without a lock, as user space would write it: each load and each compare-and-swap is an
 * operation of its own, between which other tasks and the kernel may do anything.
 *
 * <pre>
 * LOAD_HEAD -> LOAD_TAIL --not equal--> [LOAD_LENGTH] -> LOAD_DATA -> LOAD_RES -> MOVE_HEAD
 *    ^             | equal                                                           |
 *    |             '--> gives up, or [LOAD_FLAGS --set--> CALL_KERNEL]               |
 *    |                                '--clear--> SLEEP                              |
 *    '------ next round: event taken, or another reaper was faster ------------------'
 * </pre>
 *
 * <p>The event counts as taken when head has moved: what was copied before is worth something only
 * then. On the classic ring even that is not enough (ABA).
 */
final class ReapLoop implements Step {
    private static final int EVENT_BYTES_MAX = 4096;

    private enum Phase {
        LOAD_HEAD,
        LOAD_TAIL,
        LOAD_LENGTH,
        LOAD_DATA,
        LOAD_RES,
        MOVE_HEAD,
        LOAD_FLAGS,
        CALL_KERNEL,
        SLEEP
    }

    private final Settings settings;
    private final long eventsMax;
    private final long triesMax;
    private @Nullable MappedRing ring;
    private Phase phase = Phase.LOAD_HEAD;
    private int head;
    private long length;
    private long data;
    private long res;
    private long taken;
    private long tries;
    private long buffer;
    private long timeout;

    ReapLoop(Settings settings) {
        this.settings = settings;
        eventsMax = settings.has("events") ? settings.number("events") : Long.MAX_VALUE;
        triesMax = settings.number("tries");
    }

    private MappedRing ring() {
        MappedRing mapped = ring;
        if (mapped == null) {
            throw InvariantViolation.violated("a reaper that has not begun");
        }
        return mapped;
    }

    @Override
    public Operation begin(Lesson lesson) {
        ring = MappedRing.at(lesson.memory(), lesson.context(settings, "ctx"));
        if (sleeps()) {
            buffer = lesson.memory().map(EVENT_BYTES_MAX);
            timeout = lesson.scratch(); // zeros: do not wait
        }
        return nextRound(lesson);
    }

    private boolean sleeps() {
        return settings.text("when_empty").equals("sleep");
    }

    private Operation nextRound(Lesson lesson) {
        head = 0;
        length = 0;
        data = 0;
        res = 0;
        phase = Phase.LOAD_HEAD;
        return lesson.task().operation().loadInt(ring().headAddress());
    }

    @Override
    public @Nullable Operation resume(Lesson lesson, long result) {
        return switch (phase) {
            case LOAD_HEAD -> {
                head = (int) result;
                yield load(lesson, Phase.LOAD_TAIL);
            }
            case LOAD_TAIL -> head == (int) result ? foundEmpty(lesson) : copyEvent(lesson);
            case LOAD_LENGTH -> {
                length = result;
                yield load(lesson, Phase.LOAD_DATA);
            }
            case LOAD_DATA -> {
                data = result;
                yield load(lesson, Phase.LOAD_RES);
            }
            case LOAD_RES -> {
                res = result;
                yield moveHead(lesson);
            }
            case MOVE_HEAD -> result == 1 ? take(lesson) : nextRound(lesson);
            case LOAD_FLAGS ->
                (result & RingHeader.FLAG_OVERFLOW) == 0 ? sleep(lesson) : callKernel(lesson);
            case CALL_KERNEL -> takeFromBuffer(lesson, result);
            case SLEEP -> result < 0 ? null : nextRound(lesson);
        };
    }

    private Operation load(Lesson lesson, Phase next) {
        phase = next;
        Operation operation = lesson.task().operation();
        return switch (next) {
            case LOAD_TAIL -> operation.loadInt(ring().tailAddress());
            case LOAD_FLAGS -> operation.loadInt(ring().flagsAddress());
            case LOAD_LENGTH -> operation.loadLong(ring().lengthAddress(head));
            case LOAD_DATA -> operation.loadLong(ring().dataAddress(head));
            default -> operation.loadLong(ring().resAddress(head));
        };
    }

    private Operation copyEvent(Lesson lesson) {
        boolean hasLength = ring().lengthAddress(head) != 0;
        return load(lesson, hasLength ? Phase.LOAD_LENGTH : Phase.LOAD_DATA);
    }

    private Operation moveHead(Lesson lesson) {
        phase = Phase.MOVE_HEAD;
        int behind = ring().behind(head, length);
        return lesson.task().operation().compareAndSwapInt(ring().headAddress(), head, behind);
    }

    private @Nullable Operation take(Lesson lesson) {
        lesson.delivered(data, res);
        taken++;
        return taken == eventsMax ? null : nextRound(lesson);
    }

    private @Nullable Operation foundEmpty(Lesson lesson) {
        if (!sleeps()) {
            return ++tries == triesMax ? null : nextRound(lesson);
        }
        boolean checksFlag = settings.flag("check_flag") && ring().flagsAddress() != 0;
        return checksFlag ? load(lesson, Phase.LOAD_FLAGS) : sleep(lesson);
    }

    private Operation sleep(Lesson lesson) {
        phase = Phase.SLEEP;
        return lesson.call("read", lesson.descriptor(settings, "eventfd"), buffer, Long.BYTES);
    }

    private Operation callKernel(Lesson lesson) {
        phase = Phase.CALL_KERNEL;
        long context = lesson.context(settings, "ctx");
        return lesson.call("io_getevents2", context, buffer, EVENT_BYTES_MAX, timeout);
    }

    private @Nullable Operation takeFromBuffer(Lesson lesson, long bytes) {
        IoEventV2View event = new IoEventV2View().wrap(lesson.memory(), buffer);
        while (event.address() < buffer + bytes) {
            lesson.delivered(event.data(), event.res());
            taken++;
            event.next();
        }
        return bytes < 0 || taken >= eventsMax ? null : nextRound(lesson);
    }

    @Override
    public long result(long lastResult) {
        return taken;
    }

    @Override
    public void addState(StateHash hash, long results) {
        hash.add(phase.ordinal()).add(head).add(length).add(data).add(res);
        hash.add(eventsMax == Long.MAX_VALUE ? 0 : taken).add(tries);
    }

    @Override
    public String told(Lesson lesson, long result) {
        return switch (phase) {
            case LOAD_HEAD -> "load head: " + ring().position(result);
            case LOAD_TAIL ->
                "load tail: " + ring().position(result) + (head == (int) result ? ", empty" : "");
            case LOAD_LENGTH -> "load attr_bytes: " + result;
            case LOAD_DATA -> "load data: " + Long.toUnsignedString(result);
            case LOAD_RES -> "load res: " + Errno.describe(result);
            case MOVE_HEAD -> toldOfMove(result);
            case LOAD_FLAGS -> "load flags: " + ((result & 1) == 0 ? "none" : "OVERFLOW");
            case CALL_KERNEL -> "io_getevents2: " + Errno.describe(result);
            case SLEEP -> "read eventfd: " + Errno.describe(result);
        };
    }

    private String toldOfMove(long result) {
        String swap = "CAS head " + ring().position(head) + " -> "
                + ring().position(ring().behind(head, length));
        return result == 0
                ? swap + ": fails"
                : swap + ": takes {data " + Long.toUnsignedString(data) + ", res "
                        + Errno.describe(res) + "}";
    }
}
