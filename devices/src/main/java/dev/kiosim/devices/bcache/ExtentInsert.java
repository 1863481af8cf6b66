package dev.kiosim.devices.bcache;

/**
 * Inserts one extent into a leaf. What it overlaps is cut; a conditional insertion goes only as far
 * as the key that it replaces still stands; what touches it in the leaf's last set, on disk and on
 * the SSD alike, merges with it. Source: extents.c, bch_extent_insert_fixup and bch_extent_merge;
 * bset.c, bch_btree_insert_key.
 */
final class ExtentInsert {
    private final Geometry geometry;
    private final DirtySectors dirty;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private static final long NO_HUSK = 0;

    private long end;
    private long value;

    ExtentInsert(Geometry geometry, DirtySectors dirty) {
        this.geometry = geometry;
        this.dirty = dirty;
    }

    /**
     * Inserts a key that lies within the leaf; false if it replaces a key that is no longer there.
     */
    boolean insert(BtreeNode leaf, long keyEnd, long keyValue, long replaceEnd, long replaceValue) {
        end = keyEnd;
        value = keyValue & ~Bkey.UNWRITTEN;
        long start = end - Bkey.size(value);
        long found = cutOverlapping(leaf, start, replaceEnd, replaceValue);
        if (replaceValue != BtreeOp.NO_REPLACE && found < end) {
            if (found == start) {
                return false;
            }
            end = found;
            value = Bkey.withSize(value, (int) (found - start));
        }
        if (Bkey.has(value, Bkey.DIRTY)) {
            dirty.add(start, Bkey.size(value));
        }
        if (!mergeBack(leaf.keys, end - Bkey.size(value)) && !mergeFront(leaf.keys)) {
            leaf.keys.insert(end, value | Bkey.UNWRITTEN);
            leaf.addUnwrittenWords(Bkey.words(value));
        }
        return true;
    }

    /**
     * Cuts what the new key overlaps; returns how far the key to be replaced was found, from
     * {@code start} on.
     */
    private long cutOverlapping(BtreeNode leaf, long start, long replaceEnd, long replaceValue) {
        long found = start;
        long husk = NO_HUSK;
        cursor.seek(leaf.keys, start);
        while (cursor.isValid() && cursor.start() < end) {
            long old = cursor.value();
            if (Bkey.size(old) == 0) {
                husk = old; // it moves to the start of the new key
                cursor.remove();
                continue;
            }
            if (replaceValue != BtreeOp.NO_REPLACE) {
                if (!stillStands(old, found, replaceEnd, replaceValue)) {
                    break;
                }
                found = cursor.end();
            }
            if (cursor.start() < start && cursor.end() > end) {
                splitOld(leaf, start);
                break;
            }
            if (cutOld(start)) {
                husk = Bkey.withSize(old, 0);
            }
        }
        if (husk != NO_HUSK) {
            leaveHusk(leaf.keys, start, husk);
        }
        return found;
    }

    private boolean stillStands(long old, long found, long replaceEnd, long replaceValue) {
        long replaceStart = replaceEnd - Bkey.size(replaceValue);
        return cursor.start() >= replaceStart
                && cursor.end() <= replaceEnd
                && cursor.start() <= found
                && Bkey.sameHeader(old, replaceValue)
                && Bkey.pointsInto(old, replaceValue, cursor.start() - replaceStart);
    }

    /**
     * The new key lies in the middle of an old one: the upper part becomes a key of the last set.
     */
    private void splitOld(BtreeNode leaf, long start) {
        long old = cursor.value();
        long oldEnd = cursor.end();
        int toEnd = (int) (end - cursor.start());
        subtractDirty(old, start, (int) (end - start));
        cursor.setValue(Bkey.cutBack(old, (int) (oldEnd - start)));
        cursor.setEnd(start);
        leaf.keys.insert(oldEnd, Bkey.cutFront(old, toEnd) | Bkey.UNWRITTEN);
        leaf.addUnwrittenWords(Bkey.words(old));
    }

    /** Cuts the old key under the cursor and steps on; true if it vanished from the last set. */
    private boolean cutOld(long start) {
        long old = cursor.value();
        long oldStart = cursor.start();
        long oldEnd = cursor.end();
        if (oldEnd > end) {
            int cut = (int) (end - oldStart);
            subtractDirty(old, oldStart, cut);
            cursor.setValue(Bkey.cutFront(old, cut));
            cursor.next();
            return false;
        }
        if (oldStart < start) {
            int cut = (int) (oldEnd - start);
            subtractDirty(old, start, cut);
            cursor.setValue(Bkey.cutBack(old, cut));
            cursor.setEnd(start);
            cursor.next();
            return false;
        }
        subtractDirty(old, oldStart, Bkey.size(old));
        cursor.remove();
        return Bkey.has(old, Bkey.UNWRITTEN);
    }

    private void subtractDirty(long old, long start, int sectors) {
        if (Bkey.has(old, Bkey.DIRTY)) {
            dirty.add(start, -sectors);
        }
    }

    private void leaveHusk(LeafKeys keys, long at, long husk) {
        if (hasHusk(keys, at)) {
            cursor.setValue(husk);
        } else {
            keys.insert(at, husk);
        }
    }

    /**
     * Points the cursor to the husk at {@code at}, if there is one; else to the key that ends
     * there, or after.
     */
    private boolean hasHusk(LeafKeys keys, long at) {
        cursor.seek(keys, at - 1);
        while (cursor.isValid() && cursor.end() == at && Bkey.size(cursor.value()) != 0) {
            cursor.next();
        }
        return cursor.isValid() && cursor.end() == at;
    }

    /**
     * Merges the new key into the one before it; may take only a part, if the sum would be too
     * large.
     */
    private boolean mergeBack(LeafKeys keys, long start) {
        cursor.seek(keys, start - 1);
        if (!cursor.isValid() || cursor.end() != start) {
            return false;
        }
        long before = cursor.value();
        cursor.next();
        if (cursor.isValid() && cursor.end() == start) {
            before = cursor.value(); // a husk is between
        } else {
            cursor.previous();
        }
        if (Bkey.size(before) == 0) {
            return takeOverHusk(before);
        }
        if (!Bkey.has(before, Bkey.UNWRITTEN) || !isContiguous(before, value)) {
            return false;
        }
        int taken = Math.min(Bkey.size(value), Bkey.SIZE_MAX - Bkey.size(before));
        cursor.setValue(Bkey.withSize(before, Bkey.size(before) + taken));
        cursor.setEnd(start + taken);
        value = Bkey.cutFront(value, taken);
        return Bkey.size(value) == 0;
    }

    /** A hole merges with the husk of a hole; other husks point elsewhere. */
    private boolean takeOverHusk(long husk) {
        if (!Bkey.has(husk, Bkey.HOLE) || !Bkey.has(value, Bkey.HOLE)) {
            return false;
        }
        cursor.setEnd(end);
        cursor.setValue(value | Bkey.UNWRITTEN);
        return true;
    }

    private boolean mergeFront(LeafKeys keys) {
        cursor.seek(keys, end - 1);
        if (!cursor.isValid() || cursor.start() != end) {
            return false;
        }
        if (cursor.end() == end) {
            return takeOverHusk(cursor.value());
        }
        long after = cursor.value();
        if (!Bkey.has(after, Bkey.UNWRITTEN) || !isContiguous(value, after)) {
            return false;
        }
        int taken = Math.min(Bkey.size(after), Bkey.SIZE_MAX - Bkey.size(value));
        long merged = Bkey.withSize(value, Bkey.size(value) + taken) | Bkey.UNWRITTEN;
        if (taken < Bkey.size(after)) {
            cursor.setValue(Bkey.cutFront(after, taken));
            end += taken;
            value = merged & ~Bkey.UNWRITTEN;
            return false;
        }
        cursor.setValue(merged);
        return true;
    }

    private boolean isContiguous(long left, long right) {
        return isContiguous(geometry, left, right);
    }

    /**
     * Whether {@code right}, which begins where {@code left} ends, also continues it on the SSD.
     */
    static boolean isContiguous(Geometry geometry, long left, long right) {
        if (Bkey.size(left) == 0 || Bkey.size(right) == 0 || !Bkey.sameHeader(left, right)) {
            return false;
        }
        return Bkey.has(left, Bkey.HOLE)
                || Bkey.pointsInto(right, left, Bkey.size(left))
                        && geometry.bucketOf(Bkey.cacheSector(left))
                                == geometry.bucketOf(Bkey.cacheSector(right));
    }
}
