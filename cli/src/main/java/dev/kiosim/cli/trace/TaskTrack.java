package dev.kiosim.cli.trace;

/** The line of a task: its system calls, and in them the times when it has no CPU. */
final class TaskTrack {
    private final SliceTrack slices;
    private String syscall = "";
    private boolean isWaiting;

    TaskTrack(SliceTrack slices) {
        this.slices = slices;
    }

    SliceTrack slices() {
        return slices;
    }

    /** The system call it is in; empty if none. */
    String syscall() {
        return syscall;
    }

    void enter(String name) {
        syscall = name;
    }

    void exit() {
        syscall = "";
    }

    /** It has no CPU: sleeps, or waits for one. */
    void waits(long nanos, String how) {
        ran(nanos);
        slices.begin(nanos, how);
        isWaiting = true;
    }

    /** Whether it has no CPU. */
    boolean isWaiting() {
        return isWaiting;
    }

    /** It has a CPU again, or waits in another way. */
    void ran(long nanos) {
        if (isWaiting) {
            slices.end(nanos);
            isWaiting = false;
        }
    }
}
