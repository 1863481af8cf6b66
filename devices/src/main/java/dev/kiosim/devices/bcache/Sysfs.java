package dev.kiosim.devices.bcache;

import dev.kiosim.block.DeviceAttributes;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import java.util.List;

/**
 * The sysfs folders of one bcache device, its set and its cache device. A file goes by folder and
 * name ({@code bdev/cache_mode}), by its name alone, or by its whole path
 * ({@code /sys/block/bcache0/bcache/cache_mode}, {@code /sys/fs/bcache/UUID/internal/trigger_gc}).
 */
final class Sysfs implements DeviceAttributes {
    private static final String BLOCK = "/sys/block/";
    private static final String SETS = "/sys/fs/bcache/";
    private static final String REGISTER = SETS + "register";

    private final Bcache bcache;

    Sysfs(Bcache bcache) {
        this.bcache = bcache;
    }

    @Override
    public List<String> names() {
        return SysfsTable.all().stream()
                .filter(this::exists)
                .map(SysfsAttribute::path)
                .toList();
    }

    @Override
    public int store(String path, String value) {
        if (path.equals(REGISTER)) {
            return bcache.register(value);
        }
        SysfsAttribute attribute = find(path);
        if (attribute == null) {
            return ENOENT;
        }
        SysfsAttribute.Store store = attribute.store();
        return store == null ? -Errno.EACCES : store.to(bcache, value);
    }

    @Override
    public int show(String path, StringBuilder to) {
        SysfsAttribute attribute = find(path);
        if (attribute == null) {
            return ENOENT;
        }
        SysfsAttribute.Show show = attribute.show();
        if (show == null) {
            return -Errno.EACCES;
        }
        to.append(show.of(bcache));
        return 0;
    }

    private @Nullable SysfsAttribute find(String path) {
        SysfsAttribute attribute = SysfsTable.find(folderAndName(path));
        return attribute != null && exists(attribute) ? attribute : null;
    }

    /** What is not registered, or not any more, has no folder; nor has what is being stopped. */
    private boolean exists(SysfsAttribute attribute) {
        DeviceLife life = bcache.life();
        return attribute.isOfSet()
                ? bcache.set().isThere()
                : !life.isStopped() && !life.isLeaving();
    }

    private String folderAndName(String path) {
        if (path.startsWith(BLOCK)) {
            return inBlock(path.substring(BLOCK.length()), path);
        }
        int behindUuid = path.startsWith(SETS) ? path.indexOf('/', SETS.length()) : -1;
        return behindUuid < 0 ? path : inSet(path.substring(behindUuid + 1));
    }

    /** Below /sys/block: the bcache device, the backing device and the cache device. */
    private String inBlock(String rest, String path) {
        int slash = rest.indexOf("/bcache/");
        if (slash < 0) {
            return path;
        }
        String device = rest.substring(0, slash);
        String name = rest.substring(slash + "/bcache/".length());
        if (device.equals(bcache.set().cacheDevice().name())) {
            return name.startsWith("set/")
                    ? inSet(name.substring("set/".length()))
                    : "cache/" + name;
        }
        if (!device.equals(bcache.name())
                && !device.equals(bcache.device().backing().name())) {
            return path;
        }
        return name.startsWith("cache/")
                ? inSet(name.substring("cache/".length()))
                : "bdev/" + name;
    }

    /** The set's folder has links to its cache and its backing device. */
    private static String inSet(String rest) {
        if (rest.startsWith("cache0/")) {
            return "cache/" + rest.substring("cache0/".length());
        }
        return rest.startsWith("bdev0/")
                ? "bdev/" + rest.substring("bdev0/".length())
                : "cset/" + rest;
    }
}
