package dev.kiosim.scenarios.run;

import dev.kiosim.config.Settings;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.V2Variant;
import dev.kiosim.scenarios.workload.AioClient;
import java.util.List;

/** An ABI that workloads and traces can be run under: one class each, one row in {@link Abis}. */
public interface Abi {
    /** The word in the scenario and after {@code --abi}. */
    String name();

    /** One line for the reference page. */
    String summary();

    /** How the kernel's new ABI behaves under {@code kernel}: right, if this is not a variant. */
    default V2Variant variant(Settings kernel) {
        return V2Variant.RIGHT;
    }

    /**
     * The user-space side of this ABI for {@code task}.
     *
     * @param depth requests in flight
     * @param bufferBytes greatest length of a request
     * @param attributes asked for with every IO; without effect where the ABI has none
     */
    AioClient client(Task task, int depth, int bufferBytes, List<Attribute> attributes);
}
