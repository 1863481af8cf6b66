package dev.kiosim.block;

import java.util.List;

/**
 * What of a device can be read and written while it runs, as root does with files under
 * {@code /sys/block/NAME}. Errors are Linux's, negated: -ENOENT (-2) for a name that does not
 * exist, -EACCES (-13) for an attribute that cannot be read or written, -EINVAL (-22) for a value
 * that it does not take.
 */
public interface DeviceAttributes {
    /** No file of that name. */
    int ENOENT = -2;

    /** Of a device that has none. */
    DeviceAttributes NONE = new DeviceAttributes() {
        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public int store(String attribute, String value) {
            return ENOENT;
        }

        @Override
        public int show(String attribute, StringBuilder to) {
            return ENOENT;
        }
    };

    /** The names, with their folders, in a fixed order. */
    List<String> names();

    /** Writes {@code value}, as {@code echo -n value > attribute} does: 0 or -errno. */
    int store(String attribute, String value);

    /** Appends what {@code cat attribute} prints, without the end of its last line: 0 or -errno. */
    int show(String attribute, StringBuilder to);
}
