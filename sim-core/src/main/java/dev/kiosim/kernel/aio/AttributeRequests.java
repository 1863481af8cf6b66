package dev.kiosim.kernel.aio;

import dev.kiosim.block.Bio;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;

/** One method for each attribute that asks for something: how it goes down with the request. */
final class AttributeRequests {
    static final int HINT_CACHE = 1;
    static final int HINT_BYPASS = 2;
    static final int HINT_DROP = 3;

    private static final int CLASS_REALTIME = 1;
    private static final int CLASS_MAX = 3;
    private static final int LEVEL_MAX = 7;

    private AttributeRequests() {}

    /** Asks for nothing but an answer. */
    static int nothing(Task task, AioKiocb request, int index) {
        return 0;
    }

    static int proxyPid(Task task, AioKiocb request, int index) {
        long pid = request.attributes.requestWord(index, 0);
        Task proxied = pid == (int) pid ? task.kernel().findTask(task, (int) pid) : null;
        if (proxied == null || proxied.state() == Task.State.EXITED) {
            return -Errno.ESRCH;
        }
        request.io.accountedTaskId = proxied.tid();
        request.io.priorityClass = proxied.ioPriorityClass();
        request.io.priorityLevel = proxied.ioPriorityLevel();
        return 0;
    }

    static int cacheHint(Task task, AioKiocb request, int index) {
        int bits = hintBits(request.attributes.requestWord(index, 0));
        if (bits == 0) {
            return -Errno.EINVAL;
        }
        request.io.hints |= bits;
        return 0;
    }

    /** The bio flag of a hint; 0 if there is no such hint. */
    static int hintBits(long hint) {
        if (hint == HINT_CACHE) {
            return Bio.HINT_CACHE;
        }
        if (hint == HINT_BYPASS) {
            return Bio.HINT_BYPASS;
        }
        return hint == HINT_DROP ? Bio.HINT_DROP : 0;
    }

    /** Checked as io_submit checks aio_reqprio. Source: Linux block/ioprio.c, ioprio_check_cap. */
    static int ioPriority(Task task, AioKiocb request, int index) {
        long word = request.attributes.requestWord(index, 0);
        int priorityClass = (int) word;
        int level = (int) (word >>> Integer.SIZE);
        if (priorityClass < 0 || priorityClass > CLASS_MAX || level < 0 || level > LEVEL_MAX) {
            return -Errno.EINVAL;
        }
        if (priorityClass == CLASS_REALTIME) {
            return -Errno.EPERM; // tasks of a scenario have no CAP_SYS_NICE
        }
        request.io.priorityClass = priorityClass;
        request.io.priorityLevel = level;
        return 0;
    }

    static int checksum(Task task, AioKiocb request, int index) {
        return 0;
    }
}
