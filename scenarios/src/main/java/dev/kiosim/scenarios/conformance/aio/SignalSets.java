package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.memory.AddressSpace;
import java.util.List;
import java.util.Map;

/** Signals by name, and the struct that io_pgetevents takes. */
final class SignalSets {
    private static final Map<String, Integer> NUMBERS = NamedNumbers.of("SIGHUP=1 SIGINT=2"
            + " SIGUSR1=10 SIGUSR2=12 SIGPIPE=13 SIGALRM=14 SIGTERM=15 SIGCHLD=17 SIGXFSZ=25");

    private SignalSets() {}

    /** The number of a signal. */
    static int number(String name) {
        Integer number = NUMBERS.get(name);
        if (number == null) {
            throw new UnknownNameException("no signal " + name);
        }
        return number;
    }

    /** The mask of one signal. */
    static long maskOf(String name) {
        return 1L << (number(name) - 1);
    }

    /**
     * A {@code struct __aio_sigset} as recordings write it: {@code NULL}, {@code BADPTR}, or in
     * braces what the mask is (NULL, BADPTR, empty mask, a signal) and its size.
     */
    static long usig(AioReplay replay, String text) {
        if (!text.startsWith("{")) {
            return replay.names().pointer(text);
        }
        List<String> parts = Arguments.words(text.substring(1, text.length() - 1), ',');
        String mask = parts.get(0);
        long size = parts.size() > 1 ? sizeOf(parts.get(1)) : Long.BYTES;
        AddressSpace memory = replay.memory();
        long struct = memory.map(2L * Long.BYTES);
        memory.putLong(struct, maskPointer(replay, mask));
        memory.putLong(struct + Long.BYTES, size);
        return struct;
    }

    private static long sizeOf(String part) {
        return Arguments.numberOf(part.substring(part.lastIndexOf(' ') + 1));
    }

    private static long maskPointer(AioReplay replay, String mask) {
        String last = mask.substring(mask.lastIndexOf(' ') + 1);
        if (last.equals("NULL") || last.equals("BADPTR") || last.equals("KERNEL_PTR")) {
            return replay.names().pointer(last);
        }
        long address = replay.memory().map(Long.BYTES);
        replay.memory().putLong(address, mask.startsWith("empty") ? 0 : maskOf(mask));
        return address;
    }
}
