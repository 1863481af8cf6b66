package dev.kiosim.block;

/**
 * What a cache device made of a bio. The code is the {@code state} field of the CACHE_RESULT
 * attribute. Source: specs of the new ABI, section 4.
 */
public enum CacheState {
    /** No cache device answered. */
    NONE(0, "none"),
    /** Read: every sector came from the cache. */
    HIT(1, "hit"),
    /** Read: no sector came from the cache. */
    MISS(2, "miss"),
    /** Read: some sectors came from the cache, others did not. */
    PARTIAL(3, "partial"),
    /** The cache was passed by: nothing was inserted. */
    BYPASS(4, "bypass"),
    /** Write: data went to the cache only, dirty. */
    WRITTEN_BACK(5, "written_back"),
    /** Write: data went to the cache and to the backing device. */
    WRITTEN_THROUGH(6, "written_through"),
    /** Write: data went to the backing device, the cached copy was dropped. */
    WRITTEN_AROUND(7, "written_around");

    private final int code;
    private final String label;

    CacheState(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Number in the attribute return; 0 for {@link #NONE}, which is never returned. */
    public int code() {
        return code;
    }

    /** Word in the completion stream. */
    public String label() {
        return label;
    }
}
