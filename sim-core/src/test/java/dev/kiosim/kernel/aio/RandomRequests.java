package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.aio.TestedAbi.Request;
import dev.kiosim.kernel.syscall.PlainSyscalls;

/** Draws the requests of one task: mostly good; some fail in the file, some are refused. */
final class RandomRequests {
    private static final int STRUCT_BYTES = 64;
    private static final int CLOSED_FD = 99;
    private static final int UNKNOWN_OPCODE = 77;
    private static final int UNKNOWN_SYSCALL = 999;
    private static final int EXIT = 60;
    private static final long SLEEP_NANOS = 3_000;

    private final ProgramRun run;
    private final long structs;
    private final long buffer;
    private final long timespec;
    private final AioSyscallView view = new AioSyscallView();

    /** {@code structs}: room for a struct aio_syscall for each iocb of a submission. */
    RandomRequests(ProgramRun run, long structs) {
        this.run = run;
        this.structs = structs;
        buffer = run.memory.map(1 << 14);
        timespec = run.memory.map(4096);
        run.memory.putLong(timespec + 8, SLEEP_NANOS);
    }

    Request draw(long data, int index, RandomStream random) {
        int dice = random.nextInt(100);
        if (dice < 58) {
            long offset = random.nextInt(64) * 4096L;
            return transfer(data, random.nextInt(2), run.fd, offset);
        }
        if (dice < 61) {
            return transfer(data, AioOperations.PREAD, run.fd, 1); // fails in the file
        }
        if (dice < 64) {
            return transfer(data, AioOperations.PREAD, CLOSED_FD, 0);
        }
        if (dice < 66) {
            return transfer(data, UNKNOWN_OPCODE, run.fd, 0);
        }
        if (dice < 74) {
            int opcode = AioOperations.FSYNC + random.nextInt(2);
            return new Request(data, opcode, run.fd, 0, 0, 0);
        }
        if (dice < 84) {
            return new Request(data, AioOperations.POLL, run.eventfd, 1, 0, 0);
        }
        return dice < 88
                ? new Request(data, AioOperations.NOOP, run.fd, 0, 0, 0)
                : syscall(data, index, random);
    }

    private Request transfer(long data, int opcode, int fd, long offset) {
        return new Request(data, opcode, fd, buffer, 4096, offset);
    }

    /** Opcode SYSCALL; the struct is read at submission. */
    private Request syscall(long data, int index, RandomStream random) {
        view.wrap(run.memory, structs + (long) index * STRUCT_BYTES);
        long offset = random.nextInt(64) * 4096L;
        switch (random.nextInt(9)) {
            case 0 -> call(PlainSyscalls.GETPID, 0, 0, 0, 0);
            case 1 -> call(PlainSyscalls.GETTID, 0, 0, 0, 0);
            case 2 -> call(PlainSyscalls.NANOSLEEP, timespec, 0, 0, 0);
            case 3 -> call(PlainSyscalls.PREAD64, run.fd, buffer, 512, offset);
            case 4 -> call(PlainSyscalls.PWRITE64, run.fd, buffer, 512, offset);
            case 5 -> call(PlainSyscalls.FSYNC, run.fd, 0, 0, 0);
            case 6 -> call(PlainSyscalls.CLOSE, CLOSED_FD, 0, 0, 0);
            case 7 -> call(UNKNOWN_SYSCALL, 0, 0, 0, 0);
            default -> call(EXIT, 0, 0, 0, 0); // refused
        }
        long struct = structs + (long) index * STRUCT_BYTES;
        return new Request(data, Opcodes.SYSCALL, run.fd, struct, 0, 0);
    }

    private void call(int number, long a0, long a1, long a2, long a3) {
        view.nr(number).arg(0, a0).arg(1, a1).arg(2, a2).arg(3, a3).arg(4, 0).arg(5, 0);
    }
}
