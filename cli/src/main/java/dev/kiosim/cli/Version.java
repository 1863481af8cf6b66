package dev.kiosim.cli;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Which kiosim this is. The build writes the number into a resource. */
public final class Version {
    private static final String RESOURCE = "version.txt";

    private Version() {}

    /** The semantic version, such as {@code 0.1.0}. */
    public static String number() {
        try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw violated("resource %s is missing", RESOURCE);
            }
            return new String(resource.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw violated("resource %s cannot be read: %s", RESOURCE, e);
        }
    }
}
