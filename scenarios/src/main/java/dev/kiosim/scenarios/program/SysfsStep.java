package dev.kiosim.scenarios.program;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DeviceAttributes;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Nearest;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads or writes a file of a device under /sys, as {@code cat} and {@code echo} of a root shell
 * do: three system calls' worth of time, then the device answers. The result is 0 or the error.
 */
final class SysfsStep implements Step {
    private static final int CALLS = 3; // open, read or write, close
    private static final String BLOCK = "/sys/block/";

    private final Settings settings;
    private final StringBuilder text = new StringBuilder();
    private DeviceAttributes attributes = DeviceAttributes.NONE;
    private int answer;

    SysfsStep(Settings settings) {
        this.settings = settings;
    }

    private boolean isWrite() {
        return settings.has("write");
    }

    private String file() {
        return settings.text(isWrite() ? "write" : "read");
    }

    @Override
    public Operation begin(Lesson lesson) {
        checkKeys();
        attributes = find(lesson.devices());
        long call = lesson.task().kernel().costs().syscall();
        return lesson.task().operation().compute(CALLS * call);
    }

    private void checkKeys() {
        if (isWrite() && settings.has("read")) {
            throw new ConfigException("read", settings.text("read"), "either read or write");
        }
        if (isWrite() != settings.has("value")) {
            throw new ConfigException(
                    isWrite() ? "write" : "value",
                    settings.text(isWrite() ? "write" : "value"),
                    "write and value together");
        }
    }

    /** The attributes of the device that is named, by key or path, or of the only one with any. */
    private DeviceAttributes find(Map<String, BlockDevice> devices) {
        if (settings.has("of")) {
            return of(devices, settings.text("of"));
        }
        String file = file();
        if (file.startsWith(BLOCK)) {
            String rest = file.substring(BLOCK.length());
            int slash = rest.indexOf('/');
            DeviceAttributes own = of(devices, slash < 0 ? rest : rest.substring(0, slash));
            if (own != DeviceAttributes.NONE) {
                return own;
            }
        }
        List<String> having = new ArrayList<>();
        devices.forEach((name, device) -> {
            if (device.attributes() != DeviceAttributes.NONE) {
                having.add(name);
            }
        });
        if (having.size() > 1) {
            throw new ConfigException(
                    isWrite() ? "write" : "read",
                    file,
                    "beside it of: one of " + String.join(", ", having));
        }
        return having.isEmpty() ? DeviceAttributes.NONE : of(devices, having.get(0));
    }

    private static DeviceAttributes of(Map<String, BlockDevice> devices, String name) {
        BlockDevice device = devices.get(name);
        return device == null ? DeviceAttributes.NONE : device.attributes();
    }

    @Override
    public @Nullable Operation resume(Lesson lesson, long result) {
        text.setLength(0);
        answer = isWrite()
                ? attributes.store(file(), settings.text("value"))
                : attributes.show(file(), text);
        return null;
    }

    @Override
    public long result(long lastResult) {
        return answer;
    }

    @Override
    public String remark(Lesson lesson) {
        if (answer == -Errno.ENOENT) {
            String nearest = Nearest.to(file(), names());
            return nearest.isEmpty() ? file() : file() + "; did you mean " + nearest + "?";
        }
        if (isWrite()) {
            return settings.text("value") + " > " + file();
        }
        return text.indexOf("\n") < 0
                ? file() + ": " + text
                : file() + ":\n  " + text.toString().replace("\n", "\n  ");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String path : attributes.names()) {
            names.add(file().contains("/") ? path : path.substring(path.lastIndexOf('/') + 1));
        }
        return names;
    }

    @Override
    public String failure() {
        if (!settings.has("is") || answer != 0 || settings.text("is").contentEquals(text)) {
            return "";
        }
        return file() + " is " + text + ", expected " + settings.text("is");
    }
}
