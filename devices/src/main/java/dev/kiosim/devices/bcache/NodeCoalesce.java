package dev.kiosim.devices.bcache;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes n neighbouring nodes n - 1, if their keys fit in there at two thirds fill. Source: btree.c,
 * btree_gc_coalesce.
 */
final class NodeCoalesce {
    private final CacheSet set;
    private final NodeCopy copies;

    NodeCoalesce(CacheSet set) {
        this.set = set;
        copies = new NodeCopy(set);
    }

    /** The nodes that may take the place of {@code old}, in order; empty if there are none. */
    List<BtreeNode> of(List<BtreeNode> old) {
        int parentLevel = old.get(0).level + 1;
        NodeReplacement replacement = set.btree().replacement();
        if (!replacement.hasReserve(parentLevel) || !fit(old)) {
            return List.of();
        }
        List<BtreeNode> made = new ArrayList<>();
        for (BtreeNode node : old) {
            BtreeNode copy = copies.of(node);
            if (copy == null) {
                made.forEach(set::freeNode);
                return List.of();
            }
            made.add(copy);
        }
        if (!replacement.hasReserve(parentLevel)) {
            made.forEach(set::freeNode);
            return List.of();
        }
        moveDown(made);
        set.trace().report(BcacheEvent.BTREE_GC_COALESCE, old.size(), 0, 0, 0);
        set.freeNode(made.remove(made.size() - 1));
        return made;
    }

    /** Counts the keys that are of use in a node that is looked at next, once for all windows. */
    void count(BtreeNode node) {
        node.goodWords = copies.goodWords(node);
    }

    private boolean fit(List<BtreeNode> old) {
        BtreeNode any = old.get(0);
        int words = 0;
        for (BtreeNode node : old) {
            words += node.goodWords;
        }
        return old.size() > 1 && any.blocksOf(words) <= blocksAimedAt(any) * (old.size() - 1);
    }

    private static int blocksAimedAt(BtreeNode node) {
        return node.blockCount() * 2 / 3;
    }

    /** Fills the lower nodes out of the upper ones, until the last is empty. */
    private void moveDown(List<BtreeNode> made) {
        int last = made.size() - 1;
        for (int i = 0; i < last; i++) {
            BtreeNode lower = made.get(i);
            BtreeNode upper = made.get(i + 1);
            if (i + 1 < last) {
                copies.moveDown(upper, lower, blocksAimedAt(lower));
            } else {
                copies.moveDown(upper, lower, lower.blockCount());
                lower.end = upper.end;
            }
        }
    }
}
