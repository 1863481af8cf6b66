package dev.kiosim.devices.bcache;

import java.util.List;

/**
 * Makes room in a leaf that is full: a compacted copy takes its place or, if that is more than four
 * fifths full, two. Source: btree.c, btree_split.
 */
final class NodeSplit {
    private final CacheSet set;
    private final NodeReplacement replacement;
    private final NodeCopy copies;

    NodeSplit(CacheSet set, NodeReplacement replacement) {
        this.set = set;
        this.replacement = replacement;
        copies = new NodeCopy(set);
    }

    /**
     * Makes room for {@code insertion}, inserts what goes there, and takes the insertion up again
     * when all is on the SSD. Without buckets in reserve it is taken up again when the allocator
     * has some.
     */
    void begin(BtreeNode leaf, BtreeOp insertion) {
        BtreeNode copy = replacement.hasReserve(0) ? copies.of(leaf) : null;
        if (copy == null) {
            set.allocator().awaitBucket(insertion.retry);
            return;
        }
        boolean large = NodeCopy.isLarge(copy);
        set.trace()
                .report(
                        large ? BcacheEvent.BTREE_NODE_SPLIT : BcacheEvent.BTREE_NODE_COMPACT,
                        leaf.bucket,
                        copy.unwrittenWords(),
                        0,
                        0);
        List<BtreeNode> nodes;
        if (large) {
            BtreeNode upper = set.newNodeFromReserve(0);
            set.btree().insertInto(copy, insertion);
            copies.moveUpperPart(copy, upper);
            nodes = List.of(copy, upper);
        } else {
            set.btree().insertInto(copy, insertion);
            nodes = List.of(copy);
        }
        replacement.beginSplit(leaf, nodes, insertion.retry);
    }
}
