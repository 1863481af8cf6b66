package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * An iocb of the new ABI in user memory, with the attributes that follow its header: how it is
 * checked and started, whatever kind of context collects it. Source: new ABI specification, section
 * 3, order of checks for one iocb.
 */
final class AttributedIocb {
    private static final int ATTR_BYTES_MAX = AddressSpace.PAGE_BYTES;

    private final Aio aio;
    private final int headerBytes;
    private final IocbView iocb = new IocbView();
    private AddressSpace memory = new AddressSpace();
    private long bytes;

    /** Iocbs with a header of {@code headerBytes}. */
    AttributedIocb(Aio aio, int headerBytes) {
        this.aio = aio;
        this.headerBytes = headerBytes;
    }

    /** Bytes of header and attributes; meaningful after {@link #check}. */
    long bytes() {
        return bytes;
    }

    /** Address of the first byte behind header and attributes. */
    long end() {
        return iocb.address() + bytes;
    }

    /**
     * Points it at {@code address} and checks: header readable (EFAULT); reserved fields and flags
     * zero, length not negative, attributes within {@code bytesMax} (EINVAL); attributes at most a
     * page, and readable (EFAULT).
     */
    long check(AddressSpace callers, long address, long bytesMax) {
        memory = callers;
        if (!memory.isReadable(address, headerBytes)) {
            return -Errno.EFAULT;
        }
        iocb.wrap(memory, address);
        if ((iocb.rwFlags() | iocb.flags() | iocb.resfd()) != 0 || iocb.nbytes() < 0) {
            return -Errno.EINVAL;
        }
        long attrBytes = iocb.attrBytes();
        if (attrBytes < 0 || attrBytes > bytesMax - headerBytes) {
            return -Errno.EINVAL;
        }
        bytes = headerBytes + attrBytes;
        boolean isThere =
                attrBytes <= ATTR_BYTES_MAX && memory.isReadable(address + headerBytes, attrBytes);
        return isThere ? 0 : -Errno.EFAULT;
    }

    /** Reads the attributes into {@code request}: 0, or -EINVAL. */
    long readAttributes(AioKiocb request, boolean strict) {
        int opcode = iocb.opcode();
        boolean writes = opcode == AioOperations.PWRITE || opcode == AioOperations.PWRITEV;
        return request.attributes.read(
                memory,
                iocb.address() + headerBytes,
                bytes - headerBytes,
                aio.kernel().config().knownAttributes(),
                strict,
                writes);
    }

    /**
     * Finds the file (EBADF), writes the key (EFAULT), and starts the operation; returns as
     * {@link AioOperations#start} does. NOOP and SYSCALL have no file: aio_fildes is not looked at.
     */
    long start(Task task, AioKiocb request) {
        int opcode = iocb.opcode();
        boolean hasFile = opcode != AioOperations.NOOP && opcode != Opcodes.SYSCALL;
        OpenFile file = hasFile ? task.process().files().find(iocb.fildes()) : null;
        if (hasFile && (file == null || file.has(OpenFile.O_PATH))) {
            return -Errno.EBADF;
        }
        request.io.file = file;
        if (file != null) {
            file.hold();
        }
        if (!memory.isWritable(iocb.keyAddress(), Integer.BYTES)) {
            return -Errno.EFAULT;
        }
        iocb.key(request.id);
        request.userIocb = iocb.address();
        request.userData = iocb.data();
        request.attributes.apply(task, request);
        if (file != null) {
            return AioOperations.start(task, request, iocb, file, 0, false);
        }
        return opcode == Opcodes.SYSCALL ? AsyncSyscalls.start(task, request, iocb) : noop(request);
    }

    private static long noop(AioKiocb request) {
        request.opcode = AioOperations.NOOP;
        request.io.result = 0;
        return AioOperations.INLINE;
    }
}
