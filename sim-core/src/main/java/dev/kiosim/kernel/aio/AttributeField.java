package dev.kiosim.kernel.aio;

/**
 * One number in the payload of an attribute, or of an attribute's return.
 *
 * @param name as in the reference
 * @param offsetBytes from the start of the payload
 * @param sizeBytes 4 or 8, unsigned
 */
public record AttributeField(String name, int offsetBytes, int sizeBytes) {
    private static final AttributeField[] NONE = {};

    /** No payload. */
    static AttributeField[] none() {
        return NONE;
    }

    /** Numbers of 8 bytes, one behind the other. */
    static AttributeField[] u64(String... names) {
        return packed(Long.BYTES, names);
    }

    /** Numbers of 4 bytes, one behind the other; an even number of them, so that words are full. */
    static AttributeField[] u32(String... names) {
        return packed(Integer.BYTES, names);
    }

    private static AttributeField[] packed(int sizeBytes, String... names) {
        AttributeField[] fields = new AttributeField[names.length];
        for (int i = 0; i < names.length; i++) {
            fields[i] = new AttributeField(names[i], i * sizeBytes, sizeBytes);
        }
        return fields;
    }

    /** This field's value in the payload {@code words}, which begins at index {@code from}. */
    long in(long[] words, int from) {
        long word = words[from + offsetBytes / Long.BYTES];
        if (sizeBytes == Long.BYTES) {
            return word;
        }
        return word >>> (offsetBytes % Long.BYTES * Byte.SIZE) & 0xffffffffL;
    }
}
