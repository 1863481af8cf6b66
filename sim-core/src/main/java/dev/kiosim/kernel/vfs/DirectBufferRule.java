package dev.kiosim.kernel.vfs;

import dev.kiosim.memory.AddressSpace;

/** Which user buffers direct IO accepts; others end with -EINVAL. */
public enum DirectBufferRule {
    /** Address and length are multiples of the logical block: the rule to teach, and to rely on. */
    LOGICAL_BLOCK {
        @Override
        boolean allowsSegment(long base, long length, int blockBytes) {
            return ((base | length) & (blockBytes - 1)) == 0;
        }
    },
    /**
     * The pieces of the buffer on each of its pages have lengths that are multiples of the logical
     * block; so 512 bytes inside one page may lie anywhere. Recorded on Linux 6.18, on a device
     * without an alignment of its own; block/blk-merge.c, bio_split_io_at.
     */
    PAGE_PIECES {
        @Override
        boolean allowsSegment(long base, long length, int blockBytes) {
            long firstPage = base >> AddressSpace.PAGE_SHIFT;
            long lastPage = (base + length - 1) >> AddressSpace.PAGE_SHIFT;
            if (length == 0 || firstPage == lastPage) {
                return (length & (blockBytes - 1)) == 0;
            }
            return ((base | (base + length)) & (blockBytes - 1)) == 0;
        }
    };

    abstract boolean allowsSegment(long base, long length, int blockBytes);

    /**
     * Whether the first {@code bytes} of {@code buffers} will do on a device of that logical block:
     * what lies behind the end of a file never gets into a bio, and is not looked at.
     */
    boolean allows(IovIter buffers, long bytes, int blockBytes) {
        long left = bytes;
        for (int i = 0; i < buffers.segmentCount() && left > 0; i++) {
            long length = Math.min(buffers.length(i), left);
            if (!allowsSegment(buffers.base(i), length, blockBytes)) {
                return false;
            }
            left -= length;
        }
        return true;
    }
}
