package dev.kiosim.scenarios.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.scenarios.Location;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.Node.MapNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** Reads scenarios, in YAML or JSON, and reports all their mistakes at once. */
public final class ScenarioReader {
    private final List<DeviceKind> deviceKinds;

    /** A reader that knows all device models. */
    public ScenarioReader() {
        this(DeviceKinds.all());
    }

    /** A reader that knows only these device models. */
    public ScenarioReader(List<DeviceKind> deviceKinds) {
        this.deviceKinds = List.copyOf(deviceKinds);
    }

    /**
     * Reads a scenario as it is in the file.
     *
     * @throws ScenarioException with all mistakes, in the order of the text
     */
    public Scenario read(Source source) {
        return read(source, List.of());
    }

    /**
     * Reads a scenario and sets some of its values, before anything is checked.
     *
     * @param settings each {@code PATH=VALUE}, see {@code --set}; later ones win
     * @throws ScenarioException with all mistakes: those of the settings, then those of the file in
     *     the order of the text, warnings among them
     */
    public Scenario read(Source source, List<String> settings) {
        Mistakes mistakes = new Mistakes();
        TreeReader reader = new TreeReader(source, TreeReader.syntaxOf(source), mistakes);
        Node tree = reader.read();
        if (!(tree instanceof MapNode root)) {
            if (tree != null) {
                mistakes.wrongShape("the file", tree, "a map that begins with \"kiosim: 1\"");
            }
            throw new ScenarioException(mistakes.sorted());
        }
        Overrides overrides = new Overrides(mistakes);
        for (String setting : settings) {
            root = overrides.apply(root, setting);
        }
        ScenarioBinder binder = new ScenarioBinder(root, deviceKinds, mistakes);
        Scenario scenario = binder.bind(source, ContentHash.of(root));
        if (mistakes.hasErrors()) {
            throw new ScenarioException(mistakes.sorted());
        }
        return scenario.withWarnings(mistakes.sorted());
    }

    /**
     * The text of a file's bytes.
     *
     * @param name as the user named the file
     * @throws ScenarioException if the bytes are not UTF-8
     */
    public static Source decode(String name, byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Source.of(name, text);
        } catch (CharacterCodingException notText) {
            Source source = Source.of(name, new String(bytes, UTF_8));
            throw new ScenarioException(
                    Mistake.error(firstUnreadable(source), "bytes that are not UTF-8 text"));
        }
    }

    private static Location firstUnreadable(Source source) {
        for (int i = 0; i < source.lines().size(); i++) {
            String line = source.lines().get(i);
            int index = line.indexOf('\uFFFD');
            if (index >= 0) {
                return new Location(source, i + 1, line.codePointCount(0, index) + 1);
            }
        }
        return new Location(source, 1, 1);
    }
}
