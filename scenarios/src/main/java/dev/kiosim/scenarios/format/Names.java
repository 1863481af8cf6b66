package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.config.Key;
import dev.kiosim.config.Nearest;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.vocabulary.TopKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that a value may refer to: devices and files of the scenario, and, inside a program,
 * what earlier steps named.
 */
final class Names {
    private static final Pattern FORM = Pattern.compile(TopKeys.NAME_FORM);

    private final List<String> devices;
    private final List<String> files;
    private final List<String> steps = new ArrayList<>();

    Names(List<String> devices, List<String> files) {
        this.devices = List.copyOf(devices);
        this.files = List.copyOf(files);
    }

    /** Reports a name that a device, file or process cannot have. */
    static void checkForm(String what, Entry entry, Mistakes mistakes) {
        if (!FORM.matcher(entry.key()).matches()) {
            mistakes.error(
                    entry.at(),
                    what + " name " + quoted(entry.key()) + " cannot be; expected letters, digits,"
                            + " _ and -, no digit first");
        }
    }

    /** The same devices and files, for a program of which no step has been taken. */
    Names forProgram() {
        return new Names(devices, files);
    }

    /** The same, and all that the steps of this program have named. */
    Names forThread() {
        Names known = forProgram();
        known.steps.addAll(steps);
        return known;
    }

    /** A step gives a name. */
    void define(String name) {
        steps.add(name);
    }

    /**
     * What is wrong with a value that refers to something; null if nothing is, or if values of that
     * type do not refer to anything.
     */
    @Nullable
    String wrong(Key key, String value) {
        return switch (key.type()) {
            case DEVICE -> unknown("device", value, devices);
            case FILE -> unknown("file or device", value, filesAndDevices());
            case OPERAND, OPERANDS -> unknownOperand(key, value);
            default -> null;
        };
    }

    private @Nullable String unknownOperand(Key key, String value) {
        boolean isNumber = Character.isDigit(value.charAt(0)) || value.charAt(0) == '-';
        if (isNumber || key.allowed().contains(value)) {
            return null;
        }
        List<String> known = new ArrayList<>(steps);
        known.addAll(devices);
        known.addAll(key.allowed());
        return unknown("name", value.replaceFirst("[.+-].*", ""), known);
    }

    private List<String> filesAndDevices() {
        return Stream.concat(files.stream(), devices.stream()).distinct().toList();
    }

    private static @Nullable String unknown(String what, String value, List<String> known) {
        if (known.contains(value)) {
            return null;
        }
        String list = known.isEmpty() ? "there is none" : "there are " + String.join(", ", known);
        return "unknown " + what + " " + quoted(value) + "; " + list
                + Nearest.question(Nearest.to(value, known));
    }
}
