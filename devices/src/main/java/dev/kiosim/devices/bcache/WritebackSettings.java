package dev.kiosim.devices.bcache;

/**
 * What sysfs can set about writeback, as it stands now; names as there, without {@code writeback_}.
 */
final class WritebackSettings {
    /** Target of the controller, per cent of the cache; 0 for no limit of the rate. */
    long percent = 10;
    /** Pause after a full scan. */
    long delaySeconds = 30;

    boolean running = true;
    long updateSeconds = 5;
    long pTermInverse = 40;
    long iTermInverse = 10000;
    /** Sectors a second. */
    long rateMinimum = 8;

    boolean considerFragment = true;
    long fpTermLow = 1;
    long fpTermMid = 10;
    long fpTermHigh = 1000;
    /** Stored, without effect in 6.1. */
    boolean metadata = true;
}
