package dev.kiosim.scenarios.run;

import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.workload.AioClient;
import dev.kiosim.scenarios.workload.ClientNoctx;
import java.util.List;

/** Context-less requests of the new ABI. */
final class NoctxAbi implements Abi {
    @Override
    public String name() {
        return "noctx";
    }

    @Override
    public String summary() {
        return "no context and no ring: results in the iocb, on a list in user memory";
    }

    @Override
    public AioClient client(Task task, int depth, int bufferBytes, List<Attribute> attributes) {
        return new ClientNoctx(task, depth, bufferBytes, attributes);
    }
}
