package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;

/**
 * Makes new nodes out of old ones: compacted copies, in which only keys that are of use remain, and
 * moves keys between them. A new node's keys all stand in its first set. Source: btree.c,
 * btree_node_alloc_replacement, btree_split and btree_gc_coalesce.
 */
final class NodeCopy {
    /** Words of a key that points to a node. */
    static final int NODE_KEY_WORDS = 3;

    private final CacheSet set;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();

    NodeCopy(CacheSet set) {
        this.set = set;
    }

    /** A compacted copy; null if there is no bucket for it. */
    @Nullable
    BtreeNode of(BtreeNode from) {
        BtreeNode copy = set.newNode(from.level);
        if (copy == null) {
            return null;
        }
        copy.end = from.end;
        for (int i = 0; i < from.childCount(); i++) {
            addChild(copy, from.child(i));
        }
        for (cursor.seek(from.keys, -1); cursor.isValid(); cursor.next()) {
            if (set.btree().isUsable(cursor.value())) {
                append(copy, cursor.end(), cursor.value() | Bkey.UNWRITTEN);
            }
        }
        return copy;
    }

    /** Words of the keys that a compacted copy would have. */
    int goodWords(BtreeNode node) {
        int words = node.childCount() * NODE_KEY_WORDS;
        for (cursor.seek(node.keys, -1); cursor.isValid(); cursor.next()) {
            words += set.btree().isUsable(cursor.value()) ? Bkey.words(cursor.value()) : 0;
        }
        return words;
    }

    /** Whether a copy is so full that it had better be two: above four fifths. */
    static boolean isLarge(BtreeNode copy) {
        return copy.setBlocks() > copy.blockCount() * 4 / 5;
    }

    static void addChild(BtreeNode parent, BtreeNode child) {
        parent.putChild(child);
        parent.addUnwrittenWords(NODE_KEY_WORDS);
    }

    private static void append(BtreeNode leaf, long end, long value) {
        leaf.keys.append(end, value);
        leaf.addUnwrittenWords(Bkey.words(value));
    }

    /** Moves all but the first three fifths of {@code lower} to the empty {@code upper}. */
    void moveUpperPart(BtreeNode lower, BtreeNode upper) {
        int limit = lower.unwrittenWords() * 3 / 5;
        upper.end = lower.end;
        if (lower.isLeaf()) {
            moveUpperKeys(lower, upper, limit);
        } else {
            moveUpperChildren(lower, upper, limit);
        }
    }

    private static void moveUpperChildren(BtreeNode lower, BtreeNode upper, int limit) {
        int stay = (limit + NODE_KEY_WORDS - 1) / NODE_KEY_WORDS + 1;
        while (lower.childCount() > stay) {
            addChild(upper, lower.child(stay));
            lower.addUnwrittenWords(-NODE_KEY_WORDS);
            lower.removeChild(stay);
        }
        lower.end = lower.child(stay - 1).end;
    }

    private void moveUpperKeys(BtreeNode lower, BtreeNode upper, int limit) {
        int words = 0;
        cursor.seek(lower.keys, -1);
        while (words < limit) {
            words += Bkey.words(cursor.value());
            cursor.next();
        }
        lower.end = cursor.end();
        cursor.next();
        while (cursor.isValid()) {
            append(upper, cursor.end(), cursor.value());
            lower.addUnwrittenWords(-Bkey.words(cursor.value()));
            cursor.remove();
        }
    }

    /**
     * Moves keys from the beginning of {@code upper} behind those of {@code lower}, as long as that
     * has no more than {@code blocksMax} blocks.
     */
    void moveDown(BtreeNode upper, BtreeNode lower, int blocksMax) {
        while (upper.childCount() > 0 && lower.setBlocksWith(NODE_KEY_WORDS) <= blocksMax) {
            BtreeNode child = upper.child(0);
            upper.removeChild(0);
            upper.addUnwrittenWords(-NODE_KEY_WORDS);
            addChild(lower, child);
            lower.end = child.end;
        }
        cursor.seek(upper.keys, -1);
        while (cursor.isValid() && lower.setBlocksWith(Bkey.words(cursor.value())) <= blocksMax) {
            append(lower, cursor.end(), cursor.value());
            lower.end = cursor.end();
            upper.addUnwrittenWords(-Bkey.words(cursor.value()));
            cursor.remove();
        }
    }
}
