package dev.kiosim.oracle;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * The kernel of this machine: syscall(2), and memory at raw addresses. Linux on x86-64.
 *
 * <p>What may be unmapped is read with process_vm_readv, which answers with an error where a load
 * would end the JVM.
 */
final class Libc {
    static final int READ = 0;
    static final int WRITE = 1;
    static final int OPEN = 2;
    static final int CLOSE = 3;
    static final int POLL = 7;
    static final int LSEEK = 8;
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int MUNMAP = 11;
    static final int RT_SIGPROCMASK = 14;
    static final int PWRITE64 = 18;
    static final int MREMAP = 25;
    static final int MSYNC = 26;
    static final int GETPID = 39;
    static final int FORK = 57;
    static final int WAIT4 = 61;
    static final int UNLINK = 87;
    static final int GETTID = 186;
    static final int SCHED_SETAFFINITY = 203;
    static final int SCHED_GETAFFINITY = 204;
    static final int IO_SETUP = 206;
    static final int IO_DESTROY = 207;
    static final int IO_GETEVENTS = 208;
    static final int IO_SUBMIT = 209;
    static final int IO_CANCEL = 210;
    static final int FADVISE64 = 221;
    static final int TIMER_CREATE = 222;
    static final int TIMER_SETTIME = 223;
    static final int TIMER_DELETE = 226;
    static final int EXIT_GROUP = 231;
    static final int SYNC_FILE_RANGE = 277;
    static final int EVENTFD2 = 290;
    static final int PIPE2 = 293;
    static final int PRLIMIT64 = 302;
    static final int PROCESS_VM_READV = 310;
    static final int IO_PGETEVENTS = 333;

    static final int PAGE_BYTES = 4096;
    static final int PROT_NONE = 0;
    static final int PROT_READ = 1;
    static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MAP_SHARED_ANONYMOUS = 0x21;
    private static final int MAP_FIXED = 0x10;

    static {
        Native.register(Libc.class, NativeLibrary.getInstance("c"));
    }

    private static final long IOVECS = map(PAGE_BYTES);
    private static final long COPIED = map(PAGE_BYTES);

    private Libc() {}

    private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    /** The call's result, or -errno. */
    static long call(int number, long... args) {
        long result = syscall(
                number,
                arg(args, 0),
                arg(args, 1),
                arg(args, 2),
                arg(args, 3),
                arg(args, 4),
                arg(args, 5));
        return result == -1 ? -Native.getLastError() : result;
    }

    private static long arg(long[] args, int index) {
        return index < args.length ? args[index] : 0;
    }

    /** The call's result; one that must not fail. */
    static long must(int number, long... args) {
        long result = call(number, args);
        if (result < 0) {
            throw new IllegalStateException("system call " + number + " failed with " + result);
        }
        return result;
    }

    // Memory

    static int pagesFor(long bytes) {
        return (int) Math.max(1, (bytes + PAGE_BYTES - 1) / PAGE_BYTES);
    }

    /** Fresh memory, with a page behind it that may not be touched. */
    static long map(long bytes) {
        long length = (long) pagesFor(bytes) * PAGE_BYTES;
        long address =
                must(MMAP, 0, length + PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        must(MPROTECT, address + length, PAGE_BYTES, PROT_NONE);
        return address;
    }

    /** A page that a forked child shares. */
    static long mapShared() {
        return must(MMAP, 0, PAGE_BYTES, PROT_READ_WRITE, MAP_SHARED_ANONYMOUS, -1, 0);
    }

    /** What {@link #map} of {@code bytes} takes, with the page behind it. */
    static long mappedBytes(long bytes) {
        return (long) pagesFor(bytes) * PAGE_BYTES + PAGE_BYTES;
    }

    /** Gives back what {@link #map} gave. */
    static void unmap(long address, long bytes) {
        must(MUNMAP, address, mappedBytes(bytes));
    }

    /** Makes a range as if unmapped, and keeps others from mapping something there. */
    static long makeHole(long address, long bytes) {
        long result =
                call(MMAP, address, bytes, PROT_NONE, MAP_PRIVATE_ANONYMOUS | MAP_FIXED, -1, 0);
        return Math.min(result, 0);
    }

    static long getLong(long address) {
        return new Pointer(address).getLong(0);
    }

    static void putLong(long address, long value) {
        new Pointer(address).setLong(0, value);
    }

    static int getInt(long address) {
        return new Pointer(address).getInt(0);
    }

    static void putInt(long address, int value) {
        new Pointer(address).setInt(0, value);
    }

    static void putShort(long address, int value) {
        new Pointer(address).setShort(0, (short) value);
    }

    static void putByte(long address, int value) {
        new Pointer(address).setByte(0, (byte) value);
    }

    static void put(long address, byte[] bytes) {
        new Pointer(address).write(0, bytes, 0, bytes.length);
    }

    static void fill(long address, long bytes, int value) {
        new Pointer(address).setMemory(0, bytes, (byte) value);
    }

    /** Up to a page of bytes, or null if not all of them can be read. */
    static synchronized byte[] read(long address, int bytes) {
        putLong(IOVECS, COPIED);
        putLong(IOVECS + 8, bytes);
        putLong(IOVECS + 16, address);
        putLong(IOVECS + 24, bytes);
        long pid = call(GETPID);
        long copied = call(PROCESS_VM_READV, pid, IOVECS, 1, IOVECS + 16, 1, 0);
        return copied == bytes ? new Pointer(COPIED).getByteArray(0, bytes) : null;
    }

    /** A path as the kernel wants it, at {@code address}. */
    static long putPath(long address, String path) {
        put(address, (path + '\0').getBytes(StandardCharsets.UTF_8));
        return address;
    }

    private static native int sigaction(int signal, long action, long old);

    /** Sets what a signal does, by the C library, which adds how to return from the handler. */
    static void sigaction(int signal, long action) {
        if (sigaction(signal, action, 0) != 0) {
            throw new IllegalStateException("sigaction failed");
        }
    }

    /** Address of a function of the C library. */
    static long function(String name) {
        return Pointer.nativeValue(NativeLibrary.getInstance("c").getFunction(name));
    }
}
