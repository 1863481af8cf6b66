package dev.kiosim.scenarios.run;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.V2Prototype;
import dev.kiosim.kernel.aio.V2Prototype.Defect;
import dev.kiosim.kernel.aio.V2Variant;
import dev.kiosim.scenarios.workload.AioClient;
import dev.kiosim.scenarios.workload.ClientV2;
import java.util.List;

/** The published prototype of the new ABI, with all or some of its defects. */
final class PrototypeAbi implements Abi {
    @Override
    public String name() {
        return "v2-prototype";
    }

    @Override
    public String summary() {
        return "the published prototype of v2, with its defects P1 to P7";
    }

    @Override
    public V2Variant variant(Settings kernel) {
        if (!kernel.has("defects")) {
            return V2Prototype.asPublished();
        }
        return new V2Prototype(
                kernel.list("defects").stream().map(Defect::valueOf).toArray(Defect[]::new));
    }

    @Override
    public AioClient client(Task task, int depth, int bufferBytes, List<Attribute> attributes) {
        return new ClientV2(task, depth, bufferBytes, attributes);
    }
}
