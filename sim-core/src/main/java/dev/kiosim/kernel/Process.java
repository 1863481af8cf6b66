package dev.kiosim.kernel;

import dev.kiosim.memory.AddressSpace;

/** What threads share: memory, open files, limits. */
@SuppressWarnings("JavaLangClash") // the kernel's own word; nothing here starts host processes
public final class Process {
    /** Whose threads it has. */
    public enum Kind {
        USER,
        KERNEL
    }

    /** No limit. Source: RLIM_INFINITY. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final int pid;
    private final String name;
    private final Kind kind;
    private final AddressSpace memory;
    private final FileTable files;
    private long fileSizeLimitBytes = UNLIMITED;
    private long ignoredSignals;
    private int uid;
    private int umask = 022;
    private int liveTasks;

    Process(int pid, String name, Kind kind, AddressSpace memory, FileTable files) {
        this.pid = pid;
        this.name = name;
        this.kind = kind;
        this.memory = memory;
        this.files = files;
    }

    /** Process id, from 1. */
    public int pid() {
        return pid;
    }

    /** Whether its threads are the user's or the kernel's. */
    public Kind kind() {
        return kind;
    }

    /** Name in reports. */
    public String name() {
        return name;
    }

    /** Its memory. */
    public AddressSpace memory() {
        return memory;
    }

    /** Its open files. */
    public FileTable files() {
        return files;
    }

    /** RLIMIT_FSIZE, bytes. */
    public long fileSizeLimitBytes() {
        return fileSizeLimitBytes;
    }

    /** Sets RLIMIT_FSIZE. */
    public void setFileSizeLimitBytes(long bytes) {
        fileSizeLimitBytes = bytes;
    }

    /** The user it runs as; 0 may do everything. */
    public int uid() {
        return uid;
    }

    /** It runs as that user from now on. */
    public void setUid(int user) {
        uid = user;
    }

    /** Permissions that its new files do not get. */
    public int umask() {
        return umask;
    }

    /** Signals that are thrown away: bit n - 1 for signal n. */
    long ignoredSignals() {
        return ignoredSignals;
    }

    void setIgnoredSignals(long mask) {
        ignoredSignals = mask;
    }

    /** A forked child starts with the limits and dispositions of its parent. */
    Process inherit(Process parent) {
        fileSizeLimitBytes = parent.fileSizeLimitBytes;
        uid = parent.uid;
        umask = parent.umask;
        ignoredSignals = parent.ignoredSignals;
        return this;
    }

    /** Tasks that have not exited. */
    int liveTasks() {
        return liveTasks;
    }

    void taskStarted() {
        liveTasks++;
    }

    /** One of its tasks ended; whether that was the last. */
    boolean taskEnded() {
        return --liveTasks == 0;
    }
}
