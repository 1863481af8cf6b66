package dev.kiosim.devices.bcache;

/**
 * What sysfs can set about writeback, as it stands now; names as there, without {@code writeback_}.
 */
final class WritebackSettings {
    /** Target of the controller, per cent of the cache; 0 for no limit of the rate. */
    long percent = 10;
    /** Pause after a full scan. */
    long delaySeconds = 30;

    /** Set when a device is attached. */
    boolean running;

    long updateSeconds = 5;
    long pTermInverse = 40;
    long iTermInverse = 10000;
    /** Sectors a second. */
    long rateMinimum = 8;

    boolean considerFragment = true;
    /** Gains of the fragment term; each stays below the next. */
    long fpTermLow = 1;

    long fpTermMid = 10;
    long fpTermHigh = 1000;
    /** Stored, without effect in 6.1. */
    boolean metadata = true;

    void setFpTermLow(long gain) {
        fpTermLow = between(gain, 1, fpTermMid - 1);
    }

    void setFpTermMid(long gain) {
        fpTermMid = between(gain, fpTermLow + 1, fpTermHigh - 1);
    }

    void setFpTermHigh(long gain) {
        fpTermHigh = between(gain, fpTermMid + 1, SysfsAttribute.UINT_MAX);
    }

    /** Makes room for any three gains that rise, which are stored next, the lowest first. */
    void widenFpTerms() {
        fpTermHigh = SysfsAttribute.UINT_MAX;
        fpTermMid = SysfsAttribute.UINT_MAX - 1;
    }

    private static long between(long value, long least, long greatest) {
        return Math.min(Math.max(value, least), greatest);
    }
}
