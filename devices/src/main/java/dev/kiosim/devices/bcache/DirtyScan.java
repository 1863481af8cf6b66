package dev.kiosim.devices.bcache;

/**
 * Looks for dirty keys of a backing device, from where the last scan stopped. Source: writeback.c,
 * refill_dirty.
 */
final class DirtyScan {
    private final CachedDevice device;
    private final KeyScan scan;

    DirtyScan(CachedDevice device, CacheSet set) {
        this.device = device;
        scan = new KeyScan(set, value -> Bkey.has(value, Bkey.DIRTY));
    }

    /** Fills the keybuf; whether the whole index has been looked at. */
    boolean refill(Keybuf keybuf) {
        long first = device.position(0);
        long last = device.position(Bkey.sector(-1));
        if (keybuf.lastScanned < first || keybuf.lastScanned > last) {
            keybuf.lastScanned = first;
        }
        if (device.stripes().partialStripesExpensive()) {
            fillWithFullStripes(keybuf);
            if (keybuf.isFull()) {
                return false;
            }
        }
        long startedAt = keybuf.lastScanned;
        scan.fill(keybuf, last);
        if (keybuf.lastScanned < last) {
            return false;
        }
        keybuf.lastScanned = first;
        scan.fill(keybuf, startedAt);
        return keybuf.lastScanned >= startedAt;
    }

    /** Stripes that are dirty all over come first: writing them back costs a RAID5 no reads. */
    private void fillWithFullStripes(Keybuf keybuf) {
        Stripes stripes = device.stripes();
        int count = stripes.stripeOf(device.backing().sectorCount() - 1) + 1;
        int first = stripes.stripeOf(Bkey.sector(keybuf.lastScanned));
        for (int i = 0; i < count && !keybuf.isFull(); i++) {
            int stripe = (first + i) % count;
            if (stripes.dirtyOf(stripe) == stripes.stripeSectors()) {
                keybuf.lastScanned = device.position(stripe * stripes.stripeSectors());
                scan.fill(keybuf, device.position((stripe + 1) * stripes.stripeSectors()));
            }
        }
    }
}
