package dev.kiosim.scenarios.program;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.kernel.vfs.OpenFile;
import java.util.Map;

/** What a lesson finds in its scenario. */
public interface LessonWorld {
    /** Opens the file or device called {@code name} with O_ {@code flags}. */
    OpenFile open(String name, int flags);

    /** The devices, by name. */
    Map<String, BlockDevice> devices();
}
