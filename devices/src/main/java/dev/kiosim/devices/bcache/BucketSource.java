package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;

/** Where open buckets come from. */
interface BucketSource {
    /** A bucket for {@code reserve}, pinned, or {@link BucketFifo#EMPTY} if there is none. */
    int allocate(Reserve reserve);

    /** {@code step} is taken up when buckets have become free. */
    void awaitBucket(Event step);
}
