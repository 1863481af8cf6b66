package dev.kiosim.cli.output;

import dev.kiosim.block.CacheState;
import dev.kiosim.kernel.aio.RequestAttributes;

/** Takes the value of a field, by what it is. */
interface ValueWriter {
    /** A time since the start, nanoseconds. */
    void time(long nanos);

    /** A length of time, nanoseconds. */
    void duration(long nanos);

    /** A count or position. */
    void number(long value);

    /** 64 bits of the user's own, unsigned. */
    void bits(long value);

    /** Bytes, or -errno. */
    void result(long value);

    /** A name. */
    void name(String name);

    /** What the cache made of it; NONE where the ABI cannot tell. */
    void cache(CacheState state);

    /** The attribute returns. */
    void attributes(RequestAttributes attributes);
}
