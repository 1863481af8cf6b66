package dev.kiosim.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the names of a program stand for on this machine: contexts, buffers, iocbs, files. */
final class LiveNames implements AutoCloseable {
    static final int IOCB_BYTES = 64;

    private static final long UNMAPPED = 0x8000; // below what Linux lets anybody map
    private static final long KERNEL_POINTER = 0xffff_8000_0000_0000L;
    private static final int FAKE_BYTES = 64;

    /** Memory that {@link #close} gives back. */
    private record Mapping(long address, long bytes) {}

    final Map<String, Long> contexts = new LinkedHashMap<>();
    final Map<String, Integer> files = new LinkedHashMap<>();
    private final Map<String, Long> buffers = new LinkedHashMap<>();
    private final Map<String, Long> bufferBytes = new LinkedHashMap<>();
    private final Map<String, Long> iocbs = new LinkedHashMap<>();
    private final List<Mapping> mappings = new ArrayList<>();

    /** Memory that lives as long as the names. */
    long map(long bytes) {
        long address = Libc.map(bytes);
        mappings.add(new Mapping(address, Libc.mappedBytes(bytes)));
        return address;
    }

    /** Keeps others from mapping something where a ring was. */
    void holdUnmapped(long address, long bytes) {
        Libc.makeHole(address, bytes);
        mappings.add(new Mapping(address, bytes));
    }

    long context(String name) {
        Long known = contexts.get(name);
        if (known != null) {
            return known;
        }
        if (name.startsWith("fake")) {
            return contexts.computeIfAbsent(name, made -> copy(context("c0"), FAKE_BYTES, 0));
        }
        Long base = name.endsWith("x") ? contexts.get(name.substring(0, name.length() - 1)) : null;
        return base != null ? base + Long.BYTES : pointer(name);
    }

    private long copy(long from, int bytes, int shift) {
        long copy = map(bytes + shift) + shift;
        Libc.put(copy, Libc.read(from, bytes));
        return copy;
    }

    void nameBuffer(String name, long address, long bytes) {
        buffers.put(name, address);
        bufferBytes.put(name, bytes);
    }

    /** Bytes from {@code name}, which may have an offset, to the end of the buffer. */
    long bytesFrom(String name) {
        int plus = name.indexOf('+');
        String buffer = plus < 0 ? name : name.substring(0, plus);
        Long bytes = bufferBytes.get(buffer);
        if (bytes == null) {
            throw new NoSuchNameException(name);
        }
        return bytes - (plus < 0 ? 0 : Long.parseLong(name.substring(plus + 1)));
    }

    long pointer(String text) {
        return switch (text) {
            case "NULL", "ZERO" -> 0;
            case "BADPTR", "UNMAPPED" -> UNMAPPED;
            case "KERNEL_PTR" -> KERNEL_POINTER;
            case "MINUS1", "ALL_ONES" -> -1;
            default -> named(text);
        };
    }

    private long named(String text) {
        int plus = text.indexOf('+');
        String name = plus < 0 ? text : text.substring(0, plus);
        Long address = buffers.containsKey(name) ? buffers.get(name) : contexts.get(name);
        if (address != null) {
            return address + (plus < 0 ? 0 : Long.parseLong(text.substring(plus + 1)));
        }
        return number(text);
    }

    private static long number(String text) {
        try {
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new NoSuchNameException(text);
        }
    }

    long iocbToFill(String name) {
        return iocbs.computeIfAbsent(name, made -> map(IOCB_BYTES));
    }

    long iocb(String name) {
        Long known = iocbs.get(name);
        if (known != null) {
            return known;
        }
        if (name.startsWith("HALF_UNMAPPED")) {
            return remember(name, map(1) + Libc.PAGE_BYTES - IOCB_BYTES / 2);
        }
        int copy = name.indexOf("copy of ");
        return copy < 0
                ? pointer(name)
                : remember(name, copyOfIocb(name, name.substring(copy + "copy of ".length())));
    }

    private long copyOfIocb(String name, String original) {
        String lower = name.toLowerCase(Locale.ROOT);
        int shift = lower.contains("unaligned") ? 1 : 0;
        long copy = copy(iocb(original), IOCB_BYTES, shift);
        if (lower.contains("readonly")) {
            Libc.must(Libc.MPROTECT, copy - shift, Libc.PAGE_BYTES, Libc.PROT_READ);
        }
        return copy;
    }

    private long remember(String name, long address) {
        iocbs.put(name, address);
        return address;
    }

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

    int file(String name) {
        Integer fd = files.get(name);
        return fd != null ? fd : (int) number(name);
    }

    @Override
    public void close() {
        mappings.forEach(mapping -> Libc.must(Libc.MUNMAP, mapping.address(), mapping.bytes()));
        mappings.clear();
    }
}
