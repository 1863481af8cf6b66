package dev.kiosim.devices.bcache;

/** What sysfs can set about a backing device, writeback apart, as it stands now. */
final class DeviceSettings {
    private static final String[] UNITS = {" bytes", " KiB", " MiB", " GiB"};

    /** {@code cache_mode}. */
    CacheMode mode = CacheMode.WRITETHROUGH;
    /** Whether what is dirty is being written back, to go on without cache. */
    boolean detaching;
    /** {@code sequential_cutoff}: streams of at least so many bytes bypass; 0 for none. */
    long sequentialCutoffBytes;
    /** The rule by which they do, for people; made once, when the cutoff changes. */
    String sequentialRule = "";
    /** {@code readahead_cache_policy} is meta-only. */
    boolean metadataReadaheadOnly;
    /** {@code stop_when_cache_set_failed} is always. */
    boolean stopsWhenSetFailed;
    /** {@code label}. */
    String label = "";

    DeviceSettings() {
        setSequentialCutoff(4 << 20);
    }

    void setSequentialCutoff(long bytes) {
        sequentialCutoffBytes = bytes;
        int unit = 0;
        long inUnit = bytes;
        while (unit < UNITS.length - 1 && inUnit >= 1024 && inUnit % 1024 == 0) {
            inUnit /= 1024;
            unit++;
        }
        sequentialRule = "bypass: sequential, " + inUnit + UNITS[unit] + " reached";
    }
}
