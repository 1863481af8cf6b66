package dev.kiosim.devices.bcache;

import java.util.function.LongPredicate;

/**
 * Walks the index from where the last walk stopped and puts the keys that are wanted into a keybuf.
 * Source: btree.c, bch_refill_keybuf.
 */
final class KeyScan {
    private final CacheSet set;
    private final LongPredicate wanted;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();

    /** A scan for keys whose value is {@code wanted}; keys without valid data are passed over. */
    KeyScan(CacheSet set, LongPredicate wanted) {
        this.set = set;
        this.wanted = wanted;
    }

    /**
     * Adds keys from {@code keybuf.lastScanned} on, up to {@code to} or until the keybuf is full.
     */
    void fill(Keybuf keybuf, long to) {
        long from = keybuf.lastScanned;
        int before = keybuf.size();
        while (keybuf.lastScanned < to && !keybuf.isFull()) {
            BtreeNode leaf = set.btree().leafFor(keybuf.lastScanned);
            cursor.seek(leaf.keys, keybuf.lastScanned);
            while (cursor.isValid() && cursor.end() <= to && !keybuf.isFull()) {
                long value = cursor.value();
                if (set.btree().isUsable(value) && wanted.test(value)) {
                    keybuf.add(cursor.end(), value & ~Bkey.UNWRITTEN);
                }
                keybuf.lastScanned = cursor.end();
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
}
