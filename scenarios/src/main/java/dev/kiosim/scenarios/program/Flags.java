package dev.kiosim.scenarios.program;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.kernel.vfs.OpenFile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bits by their names. Sources: Linux include/uapi, fs.h, aio_abi.h, fcntl.h, eventfd.h, mman.h.
 */
final class Flags {
    private static final Map<String, Integer> BITS = table();

    private Flags() {}

    private static Map<String, Integer> table() {
        Map<String, Integer> table = new LinkedHashMap<>();
        table.put("RWF_HIPRI", 1);
        table.put("RWF_DSYNC", 2);
        table.put("RWF_SYNC", 4);
        table.put("RWF_NOWAIT", 8);
        table.put("RWF_APPEND", 0x10);
        table.put("IOCB_FLAG_RESFD", 1);
        table.put("IOCB_FLAG_IOPRIO", 2);
        table.put("PROT_NONE", 0);
        table.put("PROT_READ", 1);
        table.put("PROT_WRITE", 2);
        table.put("EFD_SEMAPHORE", 1);
        table.put("EFD_NONBLOCK", OpenFile.O_NONBLOCK);
        table.put("EFD_CLOEXEC", 02000000);
        table.put("O_RDONLY", OpenFile.O_RDONLY);
        table.put("O_WRONLY", OpenFile.O_WRONLY);
        table.put("O_RDWR", OpenFile.O_RDWR);
        table.put("O_DIRECT", OpenFile.O_DIRECT);
        table.put("O_APPEND", OpenFile.O_APPEND);
        table.put("O_NONBLOCK", OpenFile.O_NONBLOCK);
        table.put("O_DSYNC", OpenFile.O_DSYNC);
        table.put("O_SYNC", OpenFile.O_SYNC);
        table.put("O_PATH", OpenFile.O_PATH);
        table.put("MAP_RING", 1);
        table.put("OVERFLOW_FLAG", 2);
        table.put("STRICT_ATTRS", 4);
        return table;
    }

    /**
     * The bits under {@code key}: names, with or without {@code prefix}, or numbers; 0 if nothing
     * is given.
     */
    static int of(Settings settings, String key, String prefix) {
        int bits = 0;
        for (String word : settings.list(key)) {
            Integer known = BITS.get(word.startsWith(prefix) ? word : prefix + word);
            bits |= known != null ? known : number(key, word);
        }
        return bits;
    }

    private static int number(String key, String word) {
        try {
            return Long.decode(word).intValue();
        } catch (NumberFormatException e) {
            throw new ConfigException(key, word, "flags by name, or a number");
        }
    }
}
