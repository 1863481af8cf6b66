package dev.kiosim.kernel;

import dev.kiosim.config.ConfigException;

/**
 * How tasks take each other's place. Source: new ABI specification, section 3, syslets.
 *
 * @param pid which thread the one is that returns to user space
 * @param tasksMax most tasks of a process without a user context, waiting or standing by; at least
 *     1. Where none can be had, a call waits as a plain one does
 * @param idleNanos how long a task stands by
 */
public record SysletConfig(Pid pid, int tasksMax, long idleNanos) {
    /** Which thread the one is that returns to user space. */
    public enum Pid {
        /** Another: gettid changes. */
        NEW("new"),
        /** The same, since the two tasks exchange their tids. */
        SWIZZLE("swizzle"),
        /** The same for its own process, another for the rest of the machine. */
        NAMESPACE("namespace");

        private final String word;

        Pid(String word) {
            this.word = word;
        }

        /** The word in a scenario. */
        public String word() {
            return word;
        }
    }

    public SysletConfig {
        if (tasksMax < 1) {
            throw new ConfigException("tasks_max", tasksMax, "at least 1");
        }
    }

    /** The identity changes; 32 tasks that stand by for 1 s. Assumed. */
    public static SysletConfig usual() {
        return new SysletConfig(Pid.NEW, 32, 1_000_000_000L);
    }
}
