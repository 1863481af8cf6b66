package dev.kiosim.kernel;

import dev.kiosim.block.Bio;

/**
 * The block IO of one task, as /proc/TID/io counts it: that which the task asked for, and that
 * which others asked for in its name (attribute PROXY_PID).
 */
public final class IoAccount {
    private long bios;
    private long readBytes;
    private long writeBytes;

    IoAccount() {}

    void add(Bio bio) {
        bios++;
        if (bio.op == Bio.Op.READ) {
            readBytes += bio.bytes();
        } else if (bio.op == Bio.Op.WRITE) {
            writeBytes += bio.bytes();
        }
    }

    /** Bios that ended, flushes included. */
    public long bios() {
        return bios;
    }

    /** Bytes read from devices. */
    public long readBytes() {
        return readBytes;
    }

    /** Bytes written to devices. */
    public long writeBytes() {
        return writeBytes;
    }
}
