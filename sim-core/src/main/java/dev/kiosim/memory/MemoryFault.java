package dev.kiosim.memory;

import java.util.Locale;

/**
 * An access that the address space does not allow. Kernel code turns it into -EFAULT (or asks
 * beforehand with {@link AddressSpace#isReadable}); a user-space load or store that faults ends its
 * task.
 */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long address;

    MemoryFault(long address) {
        super(null, null, false, false); // expected in lessons and tests: no stack trace is taken
        this.address = address;
    }

    /** The first byte that could not be accessed. */
    public long address() {
        return address;
    }

    @Override
    public String getMessage() {
        return String.format(Locale.ROOT, "fault at address %#x", address);
    }
}
