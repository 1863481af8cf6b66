package dev.kiosim.scenarios.run;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.kernel.vfs.BlockFile;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.kernel.vfs.Inode;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.FileSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.program.LessonWorld;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens the files and devices of a scenario by name. */
final class OpenFiles implements LessonWorld {
    private final Machine machine;
    private final Map<String, Extent> extents = new LinkedHashMap<>();

    /** Where a file lies: sectors of a device; its pages in the page cache. */
    private record Extent(BlockDevice device, long firstSector, long sizeBytes, Inode inode) {}

    OpenFiles(Scenario scenario, Machine machine) {
        this.machine = machine;
        machine.devices()
                .forEach((name, device) -> extents.put(name, extent(device, 0, bytes(device))));
        for (FileSpec file : scenario.files()) {
            Extent extent = extent(file);
            extents.put(file.name(), extent);
            if (file.settings().has("mount")) {
                mount(file.settings().text("mount"), extent);
            }
        }
    }

    private void mount(String path, Extent extent) {
        if (!path.matches("(/[^/]+)+")) {
            throw new ConfigException("mount", path, "an absolute path, such as /data");
        }
        machine.kernel()
                .vfs()
                .mount(
                        path,
                        new FileSystem(
                                machine.kernel().pageCache(),
                                extent.device(),
                                extent.firstSector(),
                                extent.sizeBytes() / AddressSpace.PAGE_BYTES,
                                FileSystem.EXT4_FILE_BYTES_MAX));
    }

    private Extent extent(FileSpec file) {
        Settings settings = file.settings();
        BlockDevice device = machine.device(settings.text("device"));
        long offset = settings.number("offset");
        long size = settings.has("size") ? settings.number("size") : bytes(device) - offset;
        if (offset % Bio.SECTOR_BYTES != 0
                || offset > bytes(device)
                || size > bytes(device) - offset) {
            throw new ConfigException(
                    "size",
                    size + " bytes from offset " + offset,
                    "what " + device.name() + " holds, " + bytes(device)
                            + " bytes, in whole sectors");
        }
        Extent extent = extent(device, offset >> Bio.SECTOR_SHIFT, size);
        if (settings.text("page_cache").equals("resident")) {
            machine.kernel().pageCache().makeResident(extent.inode());
        }
        return extent;
    }

    private Extent extent(BlockDevice device, long firstSector, long sizeBytes) {
        int number = machine.kernel().pageCache().newInodeNumber();
        Inode inode = Inode.ofSectors(number, device, firstSector, sizeBytes);
        return new Extent(device, firstSector, sizeBytes, inode);
    }

    private static long bytes(BlockDevice device) {
        return device.sectorCount() << Bio.SECTOR_SHIFT;
    }

    /** Size of the file or device called {@code name}. */
    long sizeBytes(String name) {
        return extentOf(name).sizeBytes();
    }

    @Override
    public Map<String, BlockDevice> devices() {
        return machine.devices();
    }

    @Override
    public OpenFile open(String name, int flags) {
        return new RegularFile(machine.kernel(), name, flags, extentOf(name).inode());
    }

    /** Opens a device for the IO of one thread of a trace; its bios carry {@code bioFlags}. */
    OpenFile openTraced(String device, int bioFlags, int taskId) {
        Extent extent = extentOf(device);
        return new BlockFile(
                machine.kernel(),
                device,
                OpenFile.O_RDWR | OpenFile.O_DIRECT,
                extent.device(),
                extent.firstSector(),
                extent.sizeBytes(),
                bioFlags,
                taskId);
    }

    private Extent extentOf(String name) {
        Extent extent = extents.get(name);
        if (extent == null) {
            throw new ConfigException("filename", name, "a file or device of the scenario");
        }
        return extent;
    }
}
