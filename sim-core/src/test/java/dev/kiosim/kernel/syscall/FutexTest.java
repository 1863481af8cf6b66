package dev.kiosim.kernel.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.trace.Tracer;
import org.junit.jupiter.api.Test;

/** futex and tgkill between threads of one process. */
class FutexTest {
    private final Engine engine = new Engine(1);
    private final Kernel kernel = new Kernel(
            engine, KernelConfig.of(Profile.MODERN, 4, CostTable.FREE), new Plug(), Tracer.NONE);
    private final Process process = kernel.newProcess("test");
    private final long word = process.memory().map(4096);
    private final ScriptedTask one;
    private final ScriptedTask other;

    FutexTest() {
        PlainSyscalls.addTo(kernel);
        one = new ScriptedTask(kernel, process, "one");
        other = new ScriptedTask(kernel, process, "other");
    }

    private long futex(ScriptedTask task, int op, long value) {
        return task.syscall(PlainSyscalls.FUTEX, word, op, value);
    }

    @Test
    void the_word_of_a_lock_holds_the_tid_of_its_owner() {
        assertThat(futex(one, Futex.LOCK_PI, 0)).isZero();
        assertThat(process.memory().getInt(word)).isEqualTo(one.task().tid());
        assertThat(futex(one, Futex.LOCK_PI, 0)).isEqualTo(-Errno.EDEADLK);
        assertThat(futex(other, Futex.TRYLOCK_PI, 0)).isEqualTo(-Errno.EAGAIN);
        assertThat(futex(other, Futex.UNLOCK_PI, 0)).isEqualTo(-Errno.EPERM);
        assertThat(futex(one, Futex.UNLOCK_PI, 0)).isZero();
        assertThat(process.memory().getInt(word)).isZero();
    }

    @Test
    void an_unlock_gives_the_lock_to_the_one_who_waits() {
        futex(one, Futex.LOCK_PI, 0);
        other.beginSyscall(PlainSyscalls.FUTEX, word, Futex.LOCK_PI, 0, 0);
        one.compute(10);
        assertThat(other.isDone()).isFalse();
        assertThat(process.memory().getInt(word)).isEqualTo(one.task().tid() | 1 << 31);
        futex(one, Futex.UNLOCK_PI, 0);
        assertThat(other.await()).isZero();
        assertThat(process.memory().getInt(word)).isEqualTo(other.task().tid());
    }

    @Test
    void a_lock_of_a_task_that_exits_goes_to_the_one_who_waits_and_says_so() {
        futex(one, Futex.LOCK_PI, 0);
        other.beginSyscall(PlainSyscalls.FUTEX, word, Futex.LOCK_PI, 0, 0);
        one.compute(10);
        one.exit();
        assertThat(other.await()).isZero();
        assertThat(process.memory().getInt(word)).isEqualTo(other.task().tid() | 1 << 30);
    }

    @Test
    void the_lock_of_nobody_cannot_be_waited_for() {
        process.memory().putInt(word, 4711);
        assertThat(futex(one, Futex.LOCK_PI, 0)).isEqualTo(-Errno.ESRCH);
    }

    @Test
    void a_sleeper_is_woken_and_counted() {
        assertThat(futex(one, Futex.WAIT, 5)).isEqualTo(-Errno.EAGAIN);
        other.beginSyscall(PlainSyscalls.FUTEX, word, Futex.WAIT, 0, 0);
        one.compute(10);
        assertThat(futex(one, Futex.WAKE, 8)).isEqualTo(1);
        assertThat(other.await()).isZero();
        assertThat(futex(one, Futex.WAKE, 8)).isZero();
    }

    @Test
    void a_wait_ends_with_its_time_or_a_signal() {
        long timeout = process.memory().map(4096);
        process.memory().putLong(timeout + 8, 500);
        assertThat(other.syscall(PlainSyscalls.FUTEX, word, Futex.WAIT, 0, timeout))
                .isEqualTo(-Errno.ETIMEDOUT);
        assertThat(engine.nowNanos()).isEqualTo(500);
        other.beginSyscall(PlainSyscalls.FUTEX, word, Futex.WAIT, 0, 0);
        one.compute(10);
        assertThat(kill(other.task().tid(), 10)).isZero();
        assertThat(other.await()).isEqualTo(-Errno.EINTR);
        assertThat(other.task().signals().handled()).isEqualTo(1);
    }

    @Test
    void a_word_must_be_mapped_and_aligned_and_the_op_known() {
        assertThat(one.syscall(PlainSyscalls.FUTEX, word + 2, Futex.WAKE, 1))
                .isEqualTo(-Errno.EINVAL);
        assertThat(one.syscall(PlainSyscalls.FUTEX, 0x1000, Futex.WAKE, 1))
                .isEqualTo(-Errno.EFAULT);
        assertThat(futex(one, 99, 0)).isEqualTo(-Errno.ENOSYS);
    }

    private long kill(long tid, long signal) {
        return one.syscall(PlainSyscalls.TGKILL, process.pid(), tid, signal);
    }

    @Test
    void a_signal_to_a_thread_needs_the_thread_and_its_process() {
        assertThat(kill(other.task().tid(), 0)).isZero();
        assertThat(other.task().signals().isPending()).isFalse();
        assertThat(kill(4711, 10)).isEqualTo(-Errno.ESRCH);
        assertThat(kill(other.task().tid(), 65)).isEqualTo(-Errno.EINVAL);
        assertThat(one.syscall(PlainSyscalls.TGKILL, 4711, other.task().tid(), 10))
                .isEqualTo(-Errno.ESRCH);
    }
}
