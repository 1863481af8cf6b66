package dev.kiosim.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/**
 * From what is written to a value, as the key's type and range demand, and back to words for
 * messages. Used by the scenario reader, and for the defaults of the key tables, which are written
 * the same way.
 */
public final class Values {
    /** What an operand may look like; whether its name is known is for the reader of a program. */
    public static final Pattern OPERAND = Pattern.compile(
            "-?[0-9]+|0x[0-9a-fA-F]+|[A-Za-z_][A-Za-z0-9_]*(\\.[rw])?([+-][0-9]+)?");
    /** What a name given in a program may look like. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,16}");
    private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63).negate();
    private static final BigInteger GREATEST =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final int WORDS_SHOWN_MAX = 12;

    private Values() {}

    /**
     * The value of a scalar key, or of one element of a list key.
     *
     * @throws ConfigException if it is not what the key's type or range allows
     */
    public static Object read(Key key, String text) {
        if (key.type() != KeyType.WORD && !key.type().isList() && key.allowed().contains(text)) {
            return text;
        }
        return switch (key.type()) {
            case TEXT, DEVICE, FILE -> text;
            case WORD, WORDS -> word(key, text);
            case INTEGER -> inRange(key, whole(key, text), text);
            case DECIMAL -> decimal(key, text);
            case BOOLEAN -> flag(key, text);
            case SIZE -> inRange(key, Measure.SIZE.read(key, text), text);
            case DURATION -> inRange(key, duration(key, text), text);
            case BANDWIDTH -> inRange(key, bandwidth(key, text), text);
            case NAME -> matching(key, NAME, text);
            case OPERAND, OPERANDS -> matching(key, OPERAND, text);
            case BITS -> bits(key, text);
            case FLAGS -> flagWord(key, text);
            case GROUP, PRESET, GROUPS ->
                throw new ConfigException(key.name(), quoted(text), expected(key));
        };
    }

    private static long duration(Key key, String text) {
        return Measure.DURATION.read(key, text);
    }

    private static long bandwidth(Key key, String text) {
        return Measure.BANDWIDTH.read(key, text);
    }

    private static String word(Key key, String text) {
        for (String allowed : key.allowed()) {
            boolean isPlain = allowed.indexOf(':') < 0;
            if (isPlain ? allowed.equals(text) : takesNumber(allowed, text)) {
                return text;
            }
        }
        throw wrong(key, quoted(text), Nearest.to(text, key.allowed()));
    }

    /** Whether {@code text} is {@code zipf:1.1} where {@code allowed} is {@code zipf:THETA}. */
    private static boolean takesNumber(String allowed, String text) {
        int colon = allowed.indexOf(':') + 1;
        return text.startsWith(allowed.substring(0, colon))
                && DECIMAL.matcher(text.substring(colon)).matches();
    }

    private static String flagWord(Key key, String text) {
        if (key.allowed().contains(text)
                || WHOLE.matcher(text).matches()
                || HEXADECIMAL.matcher(text).matches()) {
            return text;
        }
        throw wrong(key, quoted(text), Nearest.to(text, key.allowed()));
    }

    private static long whole(Key key, String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw wrong(key, notWhole(text), Nearest.to(text, key.allowed()));
        }
        try {
            return new BigInteger(text).longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw wrong(key, text, "");
        }
    }

    private static String notWhole(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return text + ", which has a fraction";
        }
        if (text.matches("[0-9]+[A-Za-z]+")) {
            return text + ", with a unit";
        }
        return quoted(text);
    }

    private static long inRange(Key key, long value, String text) {
        if (value < key.min() || value > key.max()) {
            throw wrong(key, text, "");
        }
        return value;
    }

    private static double decimal(Key key, String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw wrong(key, quoted(text), Nearest.to(text, key.allowed()));
        }
        BigDecimal value = new BigDecimal(text);
        if (value.compareTo(BigDecimal.valueOf(key.min())) < 0
                || value.compareTo(BigDecimal.valueOf(key.max())) > 0) {
            throw wrong(key, text, "");
        }
        return value.doubleValue();
    }

    private static boolean flag(Key key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case "1" -> throw wrong(key, text, "true");
            case "0" -> throw wrong(key, text, "false");
            case "yes", "Yes", "YES", "on", "On", "True", "TRUE" ->
                throw wrong(key, quoted(text), "true");
            case "no", "No", "NO", "off", "Off", "False", "FALSE" ->
                throw wrong(key, quoted(text), "false");
            default -> throw wrong(key, quoted(text), "");
        };
    }

    private static String matching(Key key, Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw wrong(key, quoted(text), "");
        }
        return text;
    }

    private static long bits(Key key, String text) {
        if (HEXADECIMAL.matcher(text).matches()) {
            return new BigInteger(text.substring(2), 16).longValue();
        }
        if (WHOLE.matcher(text).matches()) {
            BigInteger value = new BigInteger(text);
            if (value.compareTo(LEAST) < 0 || value.compareTo(GREATEST) > 0) {
                throw wrong(key, text, "");
            }
            return value.longValue();
        }
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            throw wrong(key, quoted(text), Nearest.to(text, key.allowed()));
        }
        return Measure.SIZE.read(key, text);
    }

    private static ConfigException wrong(Key key, String found, String suggestion) {
        return new ConfigException(key.name(), found, expected(key), suggestion);
    }

    /**
     * What may be written, as messages and the reference page say it: "a whole number, 1 to 64".
     */
    public static String expected(Key key) {
        return switch (key.type()) {
            case WORD -> oneOf(key.allowed());
            case WORDS -> "a list of words out of " + String.join(", ", key.allowed());
            default -> ownValues(key) + orWords(key);
        };
    }

    private static String orWords(Key key) {
        List<String> words = key.allowed();
        if (words.size() > WORDS_SHOWN_MAX) {
            List<String> first = words.subList(0, WORDS_SHOWN_MAX);
            return ", or " + oneOf(first) + ", ... (" + words.size() + " in all)";
        }
        return words.isEmpty() ? "" : ", or " + oneOf(words);
    }

    private static String ownValues(Key key) {
        return switch (key.type()) {
            case TEXT -> "text";
            case WORD, WORDS -> "";
            case FLAGS -> "a list of flags or numbers";
            case INTEGER ->
                key.min() == key.max() ? Long.toString(key.min()) : "a whole number" + range(key);
            case DECIMAL -> "a decimal number" + range(key);
            case BOOLEAN -> "true or false";
            case SIZE -> Measure.SIZE.description() + range(key);
            case DURATION -> Measure.DURATION.description() + range(key);
            case BANDWIDTH -> Measure.BANDWIDTH.description() + range(key);
            case DEVICE -> "the name of a device of this scenario";
            case FILE -> "the name of a file or device of this scenario";
            case NAME -> "a name: letters, digits and _, no digit first";
            case OPERAND -> "a number, or a name that an earlier step gave, such as b or b+512";
            case OPERANDS -> "a list of numbers or of names that earlier steps gave";
            case BITS -> "a whole number of 64 bits, hexadecimal as 0x..., or a size such as 4KiB";
            case GROUP -> "a map with some of " + names(key.parts());
            case PRESET ->
                expected(key.parts().get(0)) + ", or a map with some of " + names(key.parts());
            case GROUPS -> "a list of maps with some of " + names(key.parts());
        };
    }

    private static String range(Key key) {
        if (key.min() == 0 && key.max() == Long.MAX_VALUE) {
            return key.type() == KeyType.INTEGER ? ", 0 or more" : "";
        }
        if (key.max() == Long.MAX_VALUE) {
            return ", " + bound(key, key.min()) + " or more";
        }
        if (key.min() == Long.MIN_VALUE) {
            return ", " + bound(key, key.max()) + " or less";
        }
        return ", " + bound(key, key.min()) + " to " + bound(key, key.max());
    }

    /** A bound of the key's range, written with the unit of its type. */
    public static String bound(Key key, long value) {
        return switch (key.type()) {
            case SIZE -> Measure.SIZE.text(value);
            case DURATION -> Measure.DURATION.text(value);
            case BANDWIDTH -> Measure.BANDWIDTH.text(value);
            default -> Long.toString(value);
        };
    }

    private static String oneOf(List<String> words) {
        return words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
    }

    /** A scalar as messages show it: in double quotes. */
    public static String quoted(String text) {
        return '"' + text + '"';
    }

    /** The names of the keys, with commas between. */
    public static String names(List<Key> keys) {
        return String.join(", ", keys.stream().map(Key::name).toList());
    }
}
