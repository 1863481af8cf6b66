package dev.kiosim.scenarios.run;

import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.workload.AioClient;
import dev.kiosim.scenarios.workload.ClientV2;
import java.util.List;

/** The ABI proposed in 2013. */
final class NewAbi implements Abi {
    @Override
    public String name() {
        return "v2";
    }

    @Override
    public String summary() {
        return "the ABI proposed in 2013: events of any length, which carry attributes back";
    }

    @Override
    public AioClient client(Task task, int depth, int bufferBytes, List<Attribute> attributes) {
        return new ClientV2(task, depth, bufferBytes, attributes);
    }
}
