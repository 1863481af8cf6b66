package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Process;
import dev.kiosim.memory.MemoryFault;
import java.util.Arrays;

/**
 * The contexts of one address space, by id: the lowest free index is given out. A call names a
 * context by the address of its ring; the kernel reads the id <em>there</em>, in user memory, and
 * believes it only if the context of that id was set up, or moved to, that address.
 *
 * <p>Source: Linux fs/aio.c, struct kioctx_table, ioctx_add_table, lookup_ioctx.
 */
final class KioctxTable {
    private static final int LENGTH_FIRST = 4;
    private static final int GROWTH = 4;

    private final Process owner;
    private final ClassicEra era;
    private final AioRingView userRing = new AioRingView();
    private KioctxV1[] contexts = new KioctxV1[LENGTH_FIRST];

    KioctxTable(Process owner, ClassicEra era) {
        this.owner = owner;
        this.era = era;
    }

    /** Gives {@code context} the lowest free id. */
    void add(KioctxV1 context) {
        int id = 0;
        while (id < contexts.length && contexts[id] != null) {
            id++;
        }
        if (id == contexts.length) {
            contexts = Arrays.copyOf(contexts, id * GROWTH);
        }
        contexts[id] = context;
        context.init(id);
    }

    /** The context whose ring lies at {@code address}, or null. */
    @Nullable
    KioctxV1 find(long address) {
        if (!era.readsIdBack()) {
            return findByAddress(address);
        }
        KioctxV1 context = at(readId(address));
        return context != null && context.userAddress() == address ? context : null;
    }

    private @Nullable KioctxV1 findByAddress(long address) {
        for (KioctxV1 context : contexts) {
            if (context != null && context.userAddress() == address) {
                return context;
            }
        }
        return null;
    }

    private int readId(long address) {
        try {
            return userRing.wrap(owner.memory(), address).id();
        } catch (MemoryFault fault) {
            return -1; // an unmapped ring is no context: EINVAL, not EFAULT
        }
    }

    private @Nullable KioctxV1 at(int id) {
        return id >= 0 && id < contexts.length ? contexts[id] : null;
    }

    /** Takes {@code context} out; its id is free again. */
    void remove(KioctxV1 context) {
        contexts[context.id()] = null;
    }

    /** The first context, or null if there is none: for exit, which takes them all. */
    @Nullable
    KioctxV1 first() {
        for (KioctxV1 context : contexts) {
            if (context != null) {
                return context;
            }
        }
        return null;
    }
}
