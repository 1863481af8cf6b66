package dev.kiosim.devices.bcache;

import dev.kiosim.kernel.Errno;
import java.util.List;

/**
 * What is written to a sysfs file, read as the kernel reads it: digits alone, a plus before them,
 * one newline behind; no blanks, no units. Source: lib/kstrtox.c, kstrtoul; lib/string.c,
 * sysfs_streq.
 */
final class SysfsValue {
    private static final int DECIMAL = 10;

    private SysfsValue() {}

    /** A number of at least 0, at most {@link Long#MAX_VALUE}; else -EINVAL or -ERANGE. */
    static long number(String text) {
        String digits = withoutNewline(text);
        digits = digits.startsWith("+") ? digits.substring(1) : digits;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -Errno.EINVAL;
        }
        try {
            long value = Long.parseUnsignedLong(digits, DECIMAL);
            return value < 0 ? Long.MAX_VALUE : value;
        } catch (NumberFormatException above64Bits) {
            return -Errno.ERANGE;
        }
    }

    /** Which of {@code words} it is, or -EINVAL. */
    static int word(String text, List<String> words) {
        int index = words.indexOf(withoutNewline(text));
        return index < 0 ? -Errno.EINVAL : index;
    }

    static String withoutNewline(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** All {@code words}, with the one that is set in brackets. */
    static String bracketed(List<String> words, int selected) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            text.append(i == 0 ? "" : " ")
                    .append(i == selected ? "[" + words.get(i) + "]" : words.get(i));
        }
        return text.toString();
    }
}
