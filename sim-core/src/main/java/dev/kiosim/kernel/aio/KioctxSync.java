package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Process;

/**
 * The synchronous kind: the task waits for its one request itself; what is collected are the
 * returns of the attributes, stored where the caller wants them.
 */
final class KioctxSync extends Kioctx {
    KioctxSync(Process owner, String name) {
        super(owner, name);
    }

    @Override
    public String abi() {
        return "sync";
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
}
