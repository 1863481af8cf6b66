package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts new nodes in the place of old ones, one replacement at a time: the new nodes are written,
 * then their parent, which may split in turn; a new root is followed by a journal commit. Meanwhile
 * the tree is locked. Source: btree.c, btree_split and btree_gc_rewrite_node.
 *
 * <pre>
 * IDLE --begin--> NODES (being written) --not root--> PARENT (being written) --> IDLE
 *                   ^ parent is full                   |
 *                   '----------------------------------'
 *                 NODES --root--> COMMIT (journal write) --> IDLE
 * </pre>
 */
final class NodeReplacement {
    /** Words of the key that tells the parent of a freed node. */
    private static final int FREEING_KEY_WORDS = 3;

    private enum Phase {
        IDLE,
        NODES,
        PARENT,
        COMMIT
    }

    private final CacheSet set;
    private final NodeCopy copies;
    private final Event oneWritten = this::oneWritten;
    private final Event committed = this::finish;
    private final Event commitRoot = this::commitRoot;
    private final List<BtreeNode> outgoing = new ArrayList<>();
    private final List<BtreeNode> incoming = new ArrayList<>();
    private final List<BtreeNode> retired = new ArrayList<>();
    private Phase phase = Phase.IDLE;
    private @Nullable BtreeNode newRoot;
    private @Nullable Event done;
    private int writesAwaited;
    private final TimeStatistics splitTime = new TimeStatistics();
    private boolean splitting;
    private long splitStartNanos;

    NodeReplacement(CacheSet set) {
        this.set = set;
        copies = new NodeCopy(set);
    }

    /**
     * Whether the reserve has the buckets that replacing a node below {@code parentLevel} takes.
     */
    boolean hasReserve(int parentLevel) {
        int needed = Math.max(0, set.btree().root().level - parentLevel) * 2 + 1;
        return set.allocator().freeCount(Reserve.BTREE) >= needed;
    }

    /** The same as {@link #begin}, for a node that is full; its time is accounted. */
    void beginSplit(BtreeNode old, List<BtreeNode> newNodes, Event whenDone) {
        splitting = true;
        splitStartNanos = set.nowNanos();
        begin(List.of(old), newNodes, whenDone);
    }

    /** The leaf that takes the place of {@code leaf} at {@code position}, or itself. */
    BtreeNode newestOf(BtreeNode leaf, long position) {
        if (phase == Phase.NODES && outgoing.contains(leaf)) {
            for (BtreeNode node : incoming) {
                if (position < node.end) {
                    return node;
                }
            }
        }
        return leaf;
    }

    /** How often nodes are split or compacted, and how long it takes. */
    TimeStatistics splitTime() {
        return splitTime;
    }

    /**
     * Replaces {@code oldNodes}, which are neighbours below one parent, or the root; then
     * {@code whenDone} is taken up. The tree is locked until then.
     */
    void begin(List<BtreeNode> oldNodes, List<BtreeNode> newNodes, Event whenDone) {
        set.btree().lock();
        done = whenDone;
        start(oldNodes, newNodes);
    }

    private void start(List<BtreeNode> oldNodes, List<BtreeNode> newNodes) {
        outgoing.clear();
        outgoing.addAll(oldNodes);
        incoming.clear();
        incoming.addAll(newNodes);
        retired.addAll(oldNodes);
        newRoot = oldNodes.get(0) == set.btree().root() ? rootOver(newNodes) : null;
        phase = Phase.NODES;
        for (int i = newNodes.size() - 1; i >= 0; i--) {
            writeAndAwait(newNodes.get(i));
        }
        if (newRoot != null && newNodes.size() > 1) {
            writeAndAwait(newRoot);
        }
    }

    /** The new root: the only new node, or a node above the two. */
    private BtreeNode rootOver(List<BtreeNode> newNodes) {
        BtreeNode first = newNodes.get(0);
        if (newNodes.size() == 1) {
            return first;
        }
        BtreeNode root = set.newNodeFromReserve(first.level + 1);
        newNodes.forEach(child -> NodeCopy.addChild(root, child));
        return root;
    }

    private void writeAndAwait(BtreeNode node) {
        writesAwaited++;
        node.whenWritten = oneWritten;
        set.nodeWriter().write(node);
    }

    private void oneWritten() {
        if (--writesAwaited > 0) {
            return;
        }
        switch (phase) {
            case NODES -> nodesWritten();
            case PARENT -> finish();
            case IDLE, COMMIT -> throw violated("a node was written for nobody, in %s", phase);
        }
    }

    private void nodesWritten() {
        if (newRoot == null) {
            updateParent();
            return;
        }
        set.btree().setRoot(newRoot);
        set.trace().report(BcacheEvent.BTREE_SET_ROOT, newRoot.bucket, 0, 0, 0);
        phase = Phase.COMMIT;
        commitRoot();
    }

    private void commitRoot() {
        set.journal().commit(committed, commitRoot);
    }

    private void updateParent() {
        BtreeNode parent = set.btree().parentOf(outgoing.get(0));
        set.nodeWriter().prepareForKeys(parent);
        int words = incoming.size() * NodeCopy.NODE_KEY_WORDS;
        for (BtreeNode node : outgoing) {
            words += FREEING_KEY_WORDS;
            set.buckets().incrementGen(node.bucket);
            parent.freed.add(node.end, set.nodePointer(node));
            set.allocator().blockPrioWrites();
            parent.prioBlocked++;
            parent.removeChild(parent.indexFor(node.end - 1));
        }
        for (BtreeNode child : incoming) {
            parent.putChild(child);
            parent.added.add(child.end, set.nodePointer(child));
        }
        if (words > parent.roomWords()) {
            replaceParent(parent);
        } else {
            parent.addUnwrittenWords(words);
            phase = Phase.PARENT;
            writeAndAwait(parent);
        }
    }

    private void replaceParent(BtreeNode parent) {
        BtreeNode copy = copies.of(parent);
        if (copy == null) {
            throw violated("no bucket for the parent of a split, in spite of the reserve");
        }
        start(List.of(parent), halves(copy));
    }

    /** A copy, or two if it is large. */
    List<BtreeNode> halves(BtreeNode copy) {
        if (!NodeCopy.isLarge(copy)) {
            return List.of(copy);
        }
        BtreeNode upper = set.newNodeFromReserve(copy.level);
        copies.moveUpperPart(copy, upper);
        return List.of(copy, upper);
    }

    private void finish() {
        phase = Phase.IDLE;
        if (splitting) {
            splitting = false;
            splitTime.add(splitStartNanos, set.nowNanos());
        }
        for (BtreeNode node : retired) {
            set.nodeWriter().retire(node);
            set.freeNode(node);
        }
        retired.clear();
        Event whenDone = done;
        done = null;
        set.btree().unlock();
        if (whenDone != null) {
            set.engine().schedule(0, whenDone);
        }
    }
}
