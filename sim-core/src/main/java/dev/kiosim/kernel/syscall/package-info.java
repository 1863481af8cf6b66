/**
 * The plain system calls: one class each, as the manual names them.
 *
 * <p><b>Problem.</b> Programs that use asynchronous IO also open, close, seek, map memory, wait and
 * get signals, and what these calls do around an IO in flight is part of what is studied. So they
 * are calls of the simulated kernel, at their x86-64 numbers, with the kernel's order of checks.
 *
 * <p><b>Structures.</b> {@link dev.kiosim.kernel.syscall.PlainSyscalls} puts them into the table. A
 * call that goes into a file and may have to wait there does so through one
 * {@link dev.kiosim.kernel.syscall.FileRequest} per task.
 *
 * <p><b>Left out.</b> Users, permissions and everything that no program of the simulator needs:
 * fork and exec take a program object, so they are methods of {@link dev.kiosim.kernel.Kernel}.
 *
 * <p>Source: the manual, section 2; Linux fs/read_write.c, fs/open.c, mm/mmap.c, kernel/signal.c.
 */
package dev.kiosim.kernel.syscall;
