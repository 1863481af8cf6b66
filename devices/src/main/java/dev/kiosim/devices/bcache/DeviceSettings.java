package dev.kiosim.devices.bcache;

/** What sysfs can set about a backing device, writeback and mode apart, as it stands now. */
final class DeviceSettings {
    /** {@code sequential_cutoff}: streams of at least so many bytes bypass; 0 for none. */
    long sequentialCutoffBytes = 4 << 20;
    /** {@code readahead_cache_policy} is meta-only. */
    boolean metadataReadaheadOnly;
    /** {@code stop_when_cache_set_failed} is always. */
    boolean stopsWhenSetFailed;
    /** {@code label}. */
    String label = "";
}
