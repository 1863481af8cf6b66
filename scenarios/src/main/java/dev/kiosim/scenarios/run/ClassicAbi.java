package dev.kiosim.scenarios.run;

import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.workload.AioClient;
import dev.kiosim.scenarios.workload.ClientV1;
import java.util.List;

/** The classic Linux AIO ABI. */
final class ClassicAbi implements Abi {
    @Override
    public String name() {
        return "v1";
    }

    @Override
    public String summary() {
        return "the classic Linux AIO ABI: events of 32 bytes, nothing but results";
    }

    @Override
    public AioClient client(Task task, int depth, int bufferBytes, List<Attribute> attributes) {
        return new ClientV1(task, depth, bufferBytes);
    }
}
