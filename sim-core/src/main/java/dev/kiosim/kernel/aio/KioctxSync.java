package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Process;
import java.util.function.LongConsumer;

/**
 * The synchronous kind: the task waits for its one request itself; what is collected are the
 * returns of the attributes, stored where the caller wants them.
 */
final class KioctxSync extends Kioctx {
    KioctxSync(Aio aio, Process owner) {
        super(aio, owner, ContextKind.SYNC);
    }

    @Override
    protected void complete(AioKiocb request) {
        int bytes = request.attributes.returnBytes();
        if (owner().memory().isWritable(request.returnsAddress, bytes)) { // it was, at submission
            request.attributes.putReturns(owner().memory(), request.returnsAddress);
        }
    }

    @Override
    protected void publish() {}

    @Override
    protected void state(LongConsumer to) {}
}
