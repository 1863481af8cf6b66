package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.SyscallTable;

/** The plain system calls and their numbers on x86-64. Source: Linux arch/x86, syscall_64.tbl. */
public final class PlainSyscalls {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int CLOSE = 3;
    public static final int FSTAT = 5;
    public static final int POLL = 7;
    public static final int LSEEK = 8;
    public static final int MMAP = 9;
    public static final int MPROTECT = 10;
    public static final int MUNMAP = 11;
    public static final int RT_SIGACTION = 13;
    public static final int RT_SIGPROCMASK = 14;
    public static final int PREAD64 = 17;
    public static final int PWRITE64 = 18;
    public static final int PIPE = 22;
    public static final int MREMAP = 25;
    public static final int MSYNC = 26;
    public static final int NANOSLEEP = 35;
    public static final int SETITIMER = 38;
    public static final int GETPID = 39;
    public static final int FSYNC = 74;
    public static final int FDATASYNC = 75;
    public static final int FTRUNCATE = 77;
    public static final int SETRLIMIT = 160;
    public static final int GETTID = 186;
    public static final int FUTEX = 202;
    public static final int SCHED_SETAFFINITY = 203;
    public static final int FADVISE64 = 221;
    public static final int TGKILL = 234;
    public static final int READAHEAD = 187;
    public static final int OPENAT = 257;
    public static final int MKDIRAT = 258;
    public static final int UNLINKAT = 263;
    public static final int FALLOCATE = 285;
    public static final int EVENTFD2 = 290;
    public static final int PIPE2 = 293;

    private PlainSyscalls() {}

    /** Adds all of them to the table of {@code kernel}. */
    public static void addTo(Kernel kernel) {
        SyscallTable table = kernel.syscalls();
        addFileCalls(table);
        table.add(OPENAT, new Openat());
        table.add(UNLINKAT, new Unlinkat());
        table.add(MKDIRAT, new Mkdirat());
        table.add(FALLOCATE, new Fallocate());
        table.add(READAHEAD, new ReadaheadCall());
        table.add(FSTAT, new Fstat());
        table.add(FTRUNCATE, new Ftruncate());
        table.add(FADVISE64, new Fadvise64());
        table.add(MMAP, new Mmap());
        table.add(MPROTECT, new Mprotect());
        table.add(MUNMAP, new Munmap());
        table.add(MREMAP, new Mremap());
        table.add(MSYNC, new Msync());
        table.add(RT_SIGACTION, new RtSigaction());
        table.add(RT_SIGPROCMASK, new RtSigprocmask());
        table.add(NANOSLEEP, new Nanosleep());
        table.add(SETITIMER, new Setitimer());
        table.add(GETPID, new Getpid());
        table.add(GETTID, new Gettid());
        table.add(FUTEX, new Futex(kernel));
        table.add(TGKILL, new Tgkill());
        table.add(SETRLIMIT, new Setrlimit());
        table.add(SCHED_SETAFFINITY, new SchedSetaffinity());
    }

    private static void addFileCalls(SyscallTable table) {
        table.add(READ, new Read());
        table.add(WRITE, new Write());
        table.add(PREAD64, new Pread64());
        table.add(PWRITE64, new Pwrite64());
        table.add(CLOSE, new Close());
        table.add(POLL, new Poll());
        table.add(LSEEK, new Lseek());
        table.add(FSYNC, Fsync.ofAll());
        table.add(FDATASYNC, Fsync.ofData());
        table.add(EVENTFD2, new Eventfd2());
        table.add(PIPE, Pipe2.plain());
        table.add(PIPE2, Pipe2.withFlags());
    }
}
