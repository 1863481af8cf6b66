package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * io_setup(nr_events, ctxp): makes a context and stores the address of its ring at {@code ctxp}.
 *
 * <pre>
 * order of checks                                           error
 * 1 *ctxp not readable                                      EFAULT
 * 2 *ctxp not 0, or nr_events 0                             EINVAL
 * 3 events wanted (doubled, 32 bits) above 8388608          EINVAL
 * 4 events wanted 0 by overflow, or nr_events above max-nr  EAGAIN
 * 5 aio-nr + nr_events above aio-max-nr                     EAGAIN
 * 6 *ctxp not writable: the context is destroyed again      EFAULT
 * </pre>
 *
 * Source: Linux fs/aio.c, io_setup and ioctx_alloc.
 */
final class IoSetup implements Syscall {
    private final AioV1 v1;

    IoSetup(AioV1 v1) {
        this.v1 = v1;
    }

    @Override
    public String name() {
        return "io_setup";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long eventsAsked = args.asUnsignedInt(0);
        long ctxp = args.asLong(1);
        AddressSpace memory = task.memory();
        if (!memory.isReadable(ctxp, Long.BYTES)) {
            return -Errno.EFAULT;
        }
        if (memory.getLong(ctxp) != 0 || eventsAsked == 0) {
            return -Errno.EINVAL;
        }
        int possibleCpus = v1.kernel().config().possibleCpus();
        long eventsWanted = v1.era().eventsWanted(eventsAsked, possibleCpus);
        if (eventsWanted > v1.era().eventsMax()) {
            return -Errno.EINVAL;
        }
        long aioMaxNr = v1.kernel().config().aioMaxNr();
        if (eventsWanted == 0 || eventsAsked > aioMaxNr) {
            return -Errno.EAGAIN;
        }
        if (v1.aio().aioNr() + eventsAsked > aioMaxNr) {
            return -Errno.EAGAIN; // the kernel has built the ring by now, and tears it down
        }
        v1.aio().addAioNr(eventsAsked);
        KioctxV1 context = v1.make(task.process(), RingGeometry.of(eventsAsked, eventsWanted));
        if (!memory.isWritable(ctxp, Long.BYTES)) {
            v1.kill(context, true);
            return -Errno.EFAULT;
        }
        memory.putLong(ctxp, context.userAddress());
        return 0;
    }
}
