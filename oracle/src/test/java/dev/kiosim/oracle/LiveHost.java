package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine: whether it can be an oracle, and how its host.json reads. */
final class LiveHost {
    private static final int KERNEL_VERSION_LEAST = 6;

    private LiveHost() {}

    /** Why this machine cannot be asked; empty if it can. */
    static String refusal(Path folder) {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            return "the calls are made as on Linux, x86-64";
        }
        if (kernelVersion() < KERNEL_VERSION_LEAST) {
            return "the modern profile is that of Linux 6; this is " + release();
        }
        long context = Libc.map(8);
        long result = Libc.call(Libc.IO_SETUP, 1, context);
        if (result != 0) {
            return "io_setup is refused here: " + result;
        }
        Libc.call(Libc.IO_DESTROY, Libc.getLong(context));
        Libc.unmap(context, 8);
        String type = fileSystem(folder);
        return type.equals("ext4") ? "" : "files behave as on ext4; " + folder + " lies on " + type;
    }

    private static String release() {
        return System.getProperty("os.version");
    }

    private static int kernelVersion() {
        return Integer.parseInt(release().substring(0, release().indexOf('.')));
    }

    private static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code host.json}. */
    static Json.Obj json() {
        return new Json.Obj()
                .put("kernel", Json.of("Linux " + release()))
                .put("machine", Json.of("x86_64"))
                .put("possible_cpus", Json.of(cpus("possible")))
                .put("online_cpus", Json.of(cpus("online")))
                .put("page_size", Json.of(Libc.PAGE_BYTES))
                .put("aio_max_nr", Json.of(Long.parseLong(text("/proc/sys/fs/aio-max-nr"))))
                .put("file_system", Json.of("ext4"))
                .put("logical_block", Json.of(512));
    }

    /** Of the last range of a list such as {@code 0-1}: one more than the greatest number. */
    private static int cpus(String which) {
        String list = text("/sys/devices/system/cpu/" + which);
        int from = Math.max(list.lastIndexOf('-'), list.lastIndexOf(',')) + 1;
        return Integer.parseInt(list.substring(from)) + 1;
    }

    private static String text(String path) {
        try {
            return Files.readAllLines(Path.of(path)).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
