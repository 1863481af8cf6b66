package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.memory.AddressSpace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the names of a recording stand for in one replay: contexts, buffers, iocbs, descriptors. A
 * name that says what it is ("READONLY copy of a") is made when first used.
 */
final class Addresses {
    /** Bytes of each context's header that "fake" copies. */
    private static final int FAKE_BYTES = 64;

    private static final long KERNEL_POINTER = 0xffff_8000_0000_0000L;

    private final AddressSpace memory;
    private final long unmapped;
    private final Map<String, Long> contexts = new LinkedHashMap<>();
    private final Map<String, Long> buffers = new LinkedHashMap<>();
    private final Map<String, Long> bufferBytes = new LinkedHashMap<>();
    private final Map<String, Long> iocbs = new LinkedHashMap<>();
    private final Map<String, Integer> files = new LinkedHashMap<>();

    Addresses(AddressSpace memory) {
        this.memory = memory;
        unmapped = memory.map(AddressSpace.PAGE_BYTES);
        memory.unmap(unmapped, AddressSpace.PAGE_BYTES);
    }

    // Contexts

    void nameContext(String name, long address) {
        contexts.put(name, address);
    }

    Map<String, Long> contexts() {
        return contexts;
    }

    /** The context of that name, also of one that is none: ZERO, c0x, fake. */
    long context(String name) {
        Long known = contexts.get(name);
        if (known != null) {
            return known;
        }
        if (name.equals("ZERO")) {
            return 0;
        }
        if (name.equals("ALL_ONES")) {
            return -1;
        }
        if (name.startsWith("fake")) {
            return contexts.computeIfAbsent(name, fake -> copyOf(context("c0"), FAKE_BYTES));
        }
        Long base = name.endsWith("x") ? contexts.get(name.substring(0, name.length() - 1)) : null;
        if (base != null) {
            return base + Long.BYTES;
        }
        return pointer(name);
    }

    private long copyOf(long from, int bytes) {
        long copy = memory.map(bytes);
        byte[] content = new byte[bytes];
        memory.copyFrom(from, content, 0, bytes);
        memory.copyTo(copy, content, 0, bytes);
        return copy;
    }

    AioRingView ring(String context) {
        return new AioRingView().wrap(memory, context(context));
    }

    // Pointers

    void nameBuffer(String name, long address, long bytes) {
        buffers.put(name, address);
        bufferBytes.put(name, bytes);
    }

    long bytesOfBuffer(String name) {
        Long bytes = bufferBytes.get(name);
        if (bytes == null) {
            throw new UnknownNameException("no buffer " + name);
        }
        return bytes;
    }

    /** A buffer with or without an offset ({@code b+512}), a special pointer, or a number. */
    long pointer(String text) {
        return switch (text) {
            case "NULL", "ZERO" -> 0;
            case "BADPTR", "UNMAPPED" -> unmapped;
            case "KERNEL_PTR" -> KERNEL_POINTER;
            case "MINUS1", "ALL_ONES" -> -1;
            default -> namedPointer(text);
        };
    }

    private long namedPointer(String text) {
        int plus = text.indexOf('+');
        String name = plus < 0 ? text : text.substring(0, plus).strip();
        long offset = plus < 0 ? 0 : Arguments.numberOf(text.substring(plus + 1).strip());
        Long address = buffers.containsKey(name) ? buffers.get(name) : contexts.get(name);
        if (address != null) {
            return address + offset;
        }
        if (Arguments.isNumber(text)) {
            return Arguments.numberOf(text);
        }
        throw new UnknownNameException("nothing is called " + text);
    }

    // iocbs

    /** The iocb of that name, which is made if there is none yet. */
    IocbView iocbToFill(String name) {
        long address = iocbs.computeIfAbsent(name, made -> memory.map(IocbView.SIZE_BYTES));
        return new IocbView().wrap(memory, address);
    }

    /** The address of an iocb by name, also of special ones. */
    long iocb(String name) {
        Long known = iocbs.get(name);
        if (known != null) {
            return known;
        }
        if (name.startsWith("HALF_UNMAPPED")) {
            long page = memory.map(AddressSpace.PAGE_BYTES); // an unmapped page follows
            return remember(name, page + AddressSpace.PAGE_BYTES - IocbView.SIZE_BYTES / 2);
        }
        int copy = name.indexOf("copy of ");
        if (copy >= 0) {
            return remember(name, copyOfIocb(name, name.substring(copy + "copy of ".length())));
        }
        return pointer(name);
    }

    private long copyOfIocb(String name, String original) {
        long page = memory.map(AddressSpace.PAGE_BYTES);
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isOdd = lower.contains("unaligned") || lower.contains("misaligned");
        long copy = isOdd ? page + 1 : page;
        byte[] bytes = new byte[IocbView.SIZE_BYTES];
        memory.copyFrom(iocb(original.strip()), bytes, 0, bytes.length);
        memory.copyTo(copy, bytes, 0, bytes.length);
        if (lower.contains("readonly") || lower.contains("read-only")) {
            memory.protect(page, AddressSpace.PAGE_BYTES, AddressSpace.PROT_READ);
        }
        return copy;
    }

    private long remember(String name, long address) {
        iocbs.put(name, address);
        return address;
    }

    /** How a recording calls the iocb at {@code address}. */
    String iocbName(long address) {
        if (address == 0) {
            return "NULL";
        }
        for (Map.Entry<String, Long> iocb : iocbs.entrySet()) {
            if (iocb.getValue() == address) {
                return iocb.getKey();
            }
        }
        return "0x" + Long.toHexString(address);
    }

    // Descriptors

    void nameFile(String name, int fd) {
        files.put(name, fd);
    }

    /** The descriptor of a file by name; a number is that number. */
    int file(String name) {
        Integer fd = files.get(name);
        if (fd != null) {
            return fd;
        }
        if (Arguments.isNumber(name)) {
            return (int) Arguments.numberOf(name);
        }
        throw new UnknownNameException("no file " + name);
    }
}
