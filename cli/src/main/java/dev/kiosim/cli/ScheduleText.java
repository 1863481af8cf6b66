package dev.kiosim.cli;

import dev.kiosim.scenarios.explore.Schedule;
import dev.kiosim.scenarios.explore.ScheduleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A schedule as the user gave it: written out, or the file it is in. */
final class ScheduleText {
    private ScheduleText() {}

    /**
     * Reads it.
     *
     * @throws WrongUsage if there is none
     */
    static Schedule read(String fileOrText) {
        try {
            return Schedule.parse(
                    isFile(fileOrText) ? Files.readString(Path.of(fileOrText)) : fileOrText);
        } catch (ScheduleException e) {
            throw new WrongUsage("--schedule: " + e.getMessage());
        } catch (IOException e) {
            throw new WrongUsage(
                    "--schedule " + fileOrText + " cannot be read: " + ScenarioFiles.reason(e));
        }
    }

    private static boolean isFile(String fileOrText) {
        try {
            return Files.isRegularFile(Path.of(fileOrText));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
