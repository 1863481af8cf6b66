package dev.kiosim.devices.bcache;

/**
 * Looks for dirty keys of a backing device, from where the last scan stopped. Source: writeback.c,
 * refill_dirty.
 */
final class DirtyScan {
    private final CachedDevice device;
    private final CacheSet set;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();

    DirtyScan(CachedDevice device, CacheSet set) {
        this.device = device;
        this.set = set;
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
        fill(keybuf, last);
        if (keybuf.lastScanned < last) {
            return false;
        }
        keybuf.lastScanned = first;
        fill(keybuf, startedAt);
        return keybuf.lastScanned >= startedAt;
    }

    /**
     * Adds the dirty keys from the last scanned on, up to {@code to} or until the keybuf is full.
     */
    private void fill(Keybuf keybuf, long to) {
        long from = keybuf.lastScanned;
        int before = keybuf.size();
        while (keybuf.lastScanned < to && !keybuf.isFull()) {
            BtreeNode leaf = set.btree().leafFor(keybuf.lastScanned);
            cursor.seek(leaf.keys, keybuf.lastScanned);
            while (cursor.isValid() && cursor.end() <= to && !keybuf.isFull()) {
                addIfDirty(keybuf);
                keybuf.lastScanned = Math.max(keybuf.lastScanned, cursor.end());
                cursor.next();
            }
            if (!keybuf.isFull()) {
                keybuf.lastScanned = Math.min(leaf.end, to);
            }
        }
        set.trace()
                .report(
                        BcacheEvent.KEYSCAN,
                        keybuf.size() - before,
                        Bkey.sector(from),
                        Bkey.sector(keybuf.lastScanned),
                        0);
    }

    private void addIfDirty(Keybuf keybuf) {
        long value = cursor.value();
        if (Bkey.has(value, Bkey.DIRTY) && set.btree().isUsable(value)) {
            keybuf.add(cursor.end(), value & ~Bkey.UNWRITTEN);
        }
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
                fill(keybuf, device.position((stripe + 1) * stripes.stripeSectors()));
            }
        }
    }
}
