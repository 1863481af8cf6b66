package dev.kiosim.devices.disk;

import dev.kiosim.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the two keys of a disk that hold more than one number. */
final class DiskText {
    private static final String ZONE_EXAMPLE =
            "cylinders x sectors + track skew + cylinder skew, such as 848x254+97+133";
    private static final String SEEK_EXAMPLE =
            "points such as 1:831000 2:1003000, or five numbers X a b c e";
    private static final Pattern ZONE =
            Pattern.compile("(\\d{1,9})x(\\d{1,9})\\+(\\d{1,9})\\+(\\d{1,9})");
    private static final Pattern POINT = Pattern.compile("(\\d{1,9}):(\\d{1,9})");
    private static final int TWO_PIECE_NUMBERS = 5;

    private DiskText() {}

    static List<Zone> zones(String text) {
        List<Zone> zones = new ArrayList<>();
        int firstCylinder = 0;
        for (String part : text.strip().split("\\s*,\\s*", -1)) {
            Matcher zone = ZONE.matcher(part);
            if (!zone.matches()) {
                throw new ConfigException("zones", part, ZONE_EXAMPLE);
            }
            zones.add(new Zone(
                    firstCylinder,
                    number(zone, 1),
                    number(zone, 2),
                    number(zone, 3),
                    number(zone, 4)));
            firstCylinder += number(zone, 1);
        }
        return zones;
    }

    static SeekCurve seek(String text) {
        String[] parts = text.strip().split("[\\s,]+", -1);
        return text.indexOf(':') >= 0 ? points(parts) : twoPieces(parts);
    }

    private static SeekCurve points(String[] parts) {
        int[] distances = new int[parts.length];
        int[] nanos = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Matcher point = POINT.matcher(parts[i]);
            if (!point.matches() || (i > 0 && number(point, 1) <= distances[i - 1])) {
                throw new ConfigException("seek", parts[i], SEEK_EXAMPLE);
            }
            distances[i] = number(point, 1);
            nanos[i] = number(point, 2);
        }
        return new SeekCurve.Points(distances, nanos);
    }

    private static SeekCurve twoPieces(String[] parts) {
        long[] numbers = new long[TWO_PIECE_NUMBERS];
        for (int i = 0; i < parts.length; i++) {
            if (parts.length != TWO_PIECE_NUMBERS || !parts[i].matches("\\d{1,9}")) {
                throw new ConfigException("seek", String.join(" ", parts), SEEK_EXAMPLE);
            }
            numbers[i] = Long.parseLong(parts[i]);
        }
        return new SeekCurve.TwoPieces(
                (int) numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
