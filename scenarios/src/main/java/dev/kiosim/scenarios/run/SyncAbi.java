package dev.kiosim.scenarios.run;

import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.workload.AioClient;
import dev.kiosim.scenarios.workload.ClientSync;
import java.util.List;

/** System calls of the new ABI that wait for their IO. */
final class SyncAbi implements Abi {
    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String summary() {
        return "one call after the other, with attributes: syscall_attrs";
    }

    @Override
    public AioClient client(Task task, int depth, int bufferBytes, List<Attribute> attributes) {
        return new ClientSync(task, depth, bufferBytes, attributes);
    }
}
