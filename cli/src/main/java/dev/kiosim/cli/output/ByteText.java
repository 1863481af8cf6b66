package dev.kiosim.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 text in a buffer that is used again and again: appending allocates nothing, unless the
 * buffer must grow.
 */
public final class ByteText {
    private static final byte[] HEXADECIMAL =
            "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    /** An empty text with room for {@code capacity} bytes before it grows. */
    public ByteText(int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes it has. */
    public int length() {
        return length;
    }

    /** Makes it empty. */
    public ByteText clear() {
        length = 0;
        return this;
    }

    /** Appends one byte: an ASCII character. */
    public ByteText add(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends bytes that are UTF-8 already. */
    public ByteText add(byte[] utf8) {
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** Appends text; half a surrogate pair becomes a question mark. */
    public ByteText add(String text) {
        int count = text.length();
        ensure(count * 3); // UTF-8 takes at most three bytes for a char
        for (int i = 0; i < count; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes[length++] = (byte) unit;
            } else {
                i += addEncoded(text, i);
            }
        }
        return this;
    }

    /** Appends the character at {@code index}; returns how many further chars it took. */
    private int addEncoded(String text, int index) {
        int codePoint = text.codePointAt(index);
        if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xc0 | codePoint >> 6);
        } else if (codePoint < 0x10000) {
            if (Character.isSurrogate((char) codePoint)) {
                bytes[length++] = '?';
                return 0;
            }
            bytes[length++] = (byte) (0xe0 | codePoint >> 12);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        } else {
            bytes[length++] = (byte) (0xf0 | codePoint >> 18);
            bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        }
        bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
        return codePoint < 0x10000 ? 0 : 1;
    }

    /** Appends a number in decimal. */
    public ByteText decimal(long value) {
        if (value >= 0) {
            return unsigned(value);
        }
        add('-');
        return unsigned(-value); // of the least long, too: read as unsigned it is its own opposite
    }

    /** Appends a number in decimal, read as unsigned. */
    public ByteText unsigned(long value) {
        if (value < 0) {
            long tenth = Long.divideUnsigned(value, 10);
            return unsigned(tenth).digits(value - tenth * 10, 1);
        }
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        return digits(value, count);
    }

    /** Appends the last {@code count} decimal digits of a number that is not negative. */
    public ByteText digits(long value, int count) {
        ensure(count);
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** Appends a JSON string: in quotes, with escapes where JSON demands them. */
    public ByteText jsonString(String text) {
        add('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\' || unit < ' ') {
                addPart(text, plainFrom, i);
                addEscape(unit);
                plainFrom = i + 1;
            }
        }
        addPart(text, plainFrom, text.length());
        return add('"');
    }

    private void addPart(String text, int from, int to) {
        if (from == 0 && to == text.length()) {
            add(text); // nothing to escape: no substring is made
        } else if (from < to) {
            add(text.substring(from, to));
        }
    }

    private void addEscape(char unit) {
        add('\\');
        switch (unit) {
            case '"', '\\' -> add(unit);
            case '\n' -> add('n');
            case '\r' -> add('r');
            case '\t' -> add('t');
            default -> {
                add('u').add('0').add('0');
                add((char) HEXADECIMAL[unit >> 4]).add((char) HEXADECIMAL[unit & 15]);
            }
        }
    }

    /** Appends {@code count} blanks. */
    public ByteText blanks(int count) {
        if (count > 0) {
            ensure(count);
            Arrays.fill(bytes, length, length + count, (byte) ' ');
            length += count;
        }
        return this;
    }

    /** Makes what stands from byte {@code from} on at least {@code width} wide, blanks in front. */
    public ByteText alignRight(int from, int width) {
        int missing = width - columns(from);
        if (missing > 0) {
            ensure(missing);
            System.arraycopy(bytes, from, bytes, from + missing, length - from);
            Arrays.fill(bytes, from, from + missing, (byte) ' ');
            length += missing;
        }
        return this;
    }

    /** Makes what stands from byte {@code from} on at least {@code width} wide, blanks behind. */
    public ByteText alignLeft(int from, int width) {
        return blanks(width - columns(from));
    }

    /** Characters from byte {@code from} on. */
    private int columns(int from) {
        int columns = 0;
        for (int i = from; i < length; i++) {
            columns += (bytes[i] & 0xc0) == 0x80 ? 0 : 1; // bytes 10xxxxxx continue a character
        }
        return columns;
    }

    /** Removes blanks at the end. */
    public ByteText trimRight() {
        while (length > 0 && bytes[length - 1] == ' ') {
            length--;
        }
        return this;
    }

    /** Writes the text and makes it empty. */
    public void drainTo(OutputStream stream) throws IOException {
        stream.write(bytes, 0, length);
        length = 0;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** The text. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
