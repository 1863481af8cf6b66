package dev.kiosim.scenarios;

import dev.kiosim.config.Settings;
import java.util.List;

/**
 * A scenario that has been read and has no mistake that can be seen without building it.
 *
 * @param hash 12 hexadecimal digits; the same for the same content, whatever its layout, comments,
 *     order of keys and file format. Every value counts, those set on the command line too
 * @param top the keys of the whole file; {@code machine}, {@code kernel} and {@code output} are
 *     groups in it
 * @param devices in an order in which each comes after those it names
 * @param files as written
 * @param processes as written
 * @param faults as written
 * @param expects as written
 * @param warnings what is written without effect
 */
public record Scenario(
        Source source,
        String hash,
        Section top,
        List<DeviceSpec> devices,
        List<FileSpec> files,
        List<ProcessSpec> processes,
        List<FaultSpec> faults,
        List<ExpectSpec> expects,
        List<Mistake> warnings) {

    public Scenario {
        devices = List.copyOf(devices);
        files = List.copyOf(files);
        processes = List.copyOf(processes);
        faults = List.copyOf(faults);
        expects = List.copyOf(expects);
        warnings = List.copyOf(warnings);
    }

    /** One line: what this is. */
    public String title() {
        return top.settings().text("title");
    }

    /** What to look for in the output; empty if nothing is said. */
    public String lookFor() {
        return top.settings().has("look_for") ? top.settings().text("look_for") : "";
    }

    /** The seed of every random stream. */
    public long seed() {
        return top.settings().number("seed");
    }

    /** Whether a device fails, or is slow, as told: not the power. */
    public boolean hasFailingDevice() {
        return faults.stream().anyMatch(fault -> !fault.isPowerCut())
                || devices.stream().anyMatch(device -> device.kind().equals("fault"));
    }

    /** Keys of {@link dev.kiosim.scenarios.vocabulary.MachineKeys}. */
    public Settings machine() {
        return top.settings().group("machine");
    }

    /** Keys of {@link dev.kiosim.scenarios.vocabulary.KernelKeys}. */
    public Settings kernel() {
        return top.settings().group("kernel");
    }

    /** Keys of {@link dev.kiosim.scenarios.vocabulary.OutputKeys}. */
    public Settings output() {
        return top.settings().group("output");
    }

    /** Keys of {@link dev.kiosim.scenarios.vocabulary.TracingKeys}. */
    public Settings tracing() {
        return top.settings().group("tracing");
    }

    /** Keys of {@link dev.kiosim.scenarios.vocabulary.ExploreKeys}. */
    public Settings explore() {
        return top.settings().group("explore");
    }

    /**
     * A group of {@link #top} with the places of its keys: {@code machine}, {@code kernel} or
     * {@code output}.
     */
    public Section section(String group) {
        return top.group(group);
    }

    /** The same scenario with these warnings. */
    public Scenario withWarnings(List<Mistake> found) {
        return new Scenario(source, hash, top, devices, files, processes, faults, expects, found);
    }
}
