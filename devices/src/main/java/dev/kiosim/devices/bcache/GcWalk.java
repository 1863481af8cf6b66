package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * The walk of garbage collection over all nodes, in rounds: it marks the buckets of all keys, makes
 * neighbours fewer, rewrites nodes that are full of bad keys, and writes every dirty leaf. Between
 * rounds others get the index. Source: btree.c, btree_gc_recurse.
 */
final class GcWalk {
    private static final int NODES_PER_ROUND_MIN = 100;
    private static final int ROUNDS_MAX = 100;
    private static final int STALE_MAX = 10;
    private static final int PER_CENT = 100;

    /** How a round ended. */
    enum Outcome {
        /** The whole tree has been walked. */
        DONE,
        /** Others want the index: the next round is due in a while. */
        AGAIN,
        /** Nodes are being replaced: then the next round begins at once. */
        REPLACING
    }

    private final CacheSet set;
    private final Event nextRound;
    private final NodeCopy copies;
    private final NodeCoalesce coalesce;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private long walkedTo;
    private int nodes;
    private int nodesBefore;
    private int nodesOfLastRun;
    private long keys;
    private long keyWords;
    private long keySectors;
    private boolean wrote;
    private boolean rewritesAlways;
    private int nodesFound;
    private long averageKeyBytes;
    private long usedPercent;

    GcWalk(CacheSet set, Event nextRound) {
        this.set = set;
        this.nextRound = nextRound;
        copies = new NodeCopy(set);
        coalesce = new NodeCoalesce(set);
    }

    /** Begins at the first key. */
    void start() {
        nodesOfLastRun = nodes;
        walkedTo = -1;
        nodes = 0;
        nodesBefore = 0;
        keys = 0;
        keyWords = 0;
        keySectors = 0;
    }

    /** The run has ended: what it found shows from now on. */
    void finish() {
        nodesFound = nodes;
        averageKeyBytes = keys == 0 ? 0 : (keySectors << 9) / keys;
        long bytes = (long) Math.max(1, nodes) * (set.geometry().nodeSectors() << 9);
        usedPercent = keyWords * Long.BYTES * PER_CENT / bytes;
    }

    /** Forgets what the last run found, as clear_stats does. */
    void clearFindings() {
        nodesFound = 0;
        averageKeyBytes = 0;
        usedPercent = 0;
    }

    /** Nodes that the last run found. */
    int nodesFound() {
        return nodesFound;
    }

    /** Share of the nodes that good keys took in the last run, per cent. */
    long usedPercent() {
        return usedPercent;
    }

    /** Mean size of a good key in the last run, bytes. */
    long averageKeyBytes() {
        return averageKeyBytes;
    }

    /** {@code gc_always_rewrite}. */
    boolean rewritesAlways() {
        return rewritesAlways;
    }

    void setRewritesAlways(boolean on) {
        rewritesAlways = on;
    }

    /** Walks on from where the last round stopped. */
    Outcome round() {
        BtreeNode root = set.btree().root();
        if (mark(root) && replace(root)) {
            return Outcome.REPLACING;
        }
        set.buckets().markKey(set.nodePointer(root), true);
        return root.isLeaf() ? Outcome.DONE : children(root);
    }

    private Outcome children(BtreeNode parent) {
        List<BtreeNode> window = new ArrayList<>();
        int next = firstAhead(parent);
        Outcome outcome = Outcome.DONE;
        while (outcome == Outcome.DONE && (next < parent.childCount() || !window.isEmpty())) {
            wrote = false;
            boolean fetched = next < parent.childCount();
            if (fetched) {
                BtreeNode child = parent.child(next++);
                coalesce.count(child);
                window.add(child);
            }
            if (fetched && mergeNeighbours(window)) {
                outcome = Outcome.REPLACING;
            } else if (!fetched || window.size() == set.version().mergeNodes()) {
                outcome = visit(window.remove(0));
            }
            if (outcome == Outcome.DONE && othersWait()) {
                outcome = Outcome.AGAIN;
            }
        }
        window.forEach(this::writeIfDirty);
        return outcome;
    }

    /** Index of the first child that has not been walked. */
    private int firstAhead(BtreeNode parent) {
        int index = parent.indexFor(Math.max(0, walkedTo));
        return parent.child(index).end > walkedTo ? index : parent.childCount();
    }

    private boolean mergeNeighbours(List<BtreeNode> window) {
        List<BtreeNode> merged = coalesce.of(window);
        if (merged.isEmpty()) {
            return false;
        }
        set.btree().replacement().begin(List.copyOf(window), merged, nextRound);
        nodes--;
        window.clear();
        return true;
    }

    private Outcome visit(BtreeNode node) {
        set.buckets().markKey(set.nodePointer(node), true);
        if (mark(node) && replace(node)) {
            return Outcome.REPLACING;
        }
        if (!node.isLeaf()) {
            Outcome below = children(node);
            if (below != Outcome.DONE) {
                return below;
            }
        }
        walkedTo = node.end;
        writeIfDirty(node);
        return Outcome.DONE;
    }

    private void writeIfDirty(BtreeNode node) {
        if (node.dirty) {
            set.nodeWriter().write(node);
            wrote = true;
        }
    }

    /** Whether the walk makes way: requests are under way, or the only CPU is wanted elsewhere. */
    private boolean othersWait() {
        if (set.version().is2013()) {
            return false; // 3.10 holds the root until it is through
        }
        int enough = Math.max(NODES_PER_ROUND_MIN, nodesOfLastRun / ROUNDS_MAX);
        if (set.searchesInFlight() > 0 && nodes >= nodesBefore + enough) {
            nodesBefore = nodes;
            return true;
        }
        return wrote && set.gcYieldsAfterWrites();
    }

    /** Marks the buckets of a node's keys; whether the node should be rewritten. */
    private boolean mark(BtreeNode node) {
        nodes++;
        int all = node.childCount();
        int good = all;
        int stalest = 0;
        for (int i = 0; i < node.childCount(); i++) {
            set.buckets().markKey(set.nodePointer(node.child(i)), true);
            countKey(NodeCopy.NODE_KEY_WORDS, set.geometry().nodeSectors());
        }
        for (cursor.seek(node.keys, -1); cursor.isValid(); cursor.next()) {
            long value = cursor.value();
            if (Bkey.size(value) == 0) {
                continue;
            }
            all++;
            int stale = Bkey.pointsToData(value) ? set.buckets().markKey(value, false) : 0;
            stalest = Math.max(stalest, stale);
            if (Bkey.pointsToData(value) && stale == 0) {
                good++;
                countKey(Bkey.words(value), Bkey.size(value));
            }
        }
        return rewritesAlways || stalest > STALE_MAX || (all - good) * 2 > all;
    }

    private void countKey(int words, int sectors) {
        keys++;
        keyWords += words;
        keySectors += sectors;
    }

    /** Rewrites a node without its bad keys; false if there is no bucket for it. */
    private boolean replace(BtreeNode node) {
        NodeReplacement replacement = set.btree().replacement();
        boolean isRoot = node == set.btree().root();
        if (!isRoot && !replacement.hasReserve(node.level + 1)) {
            return false;
        }
        BtreeNode copy = copies.of(node);
        if (copy == null) {
            return false;
        }
        if (!isRoot && !replacement.hasReserve(node.level + 1)) {
            set.freeNode(copy);
            return false;
        }
        replacement.begin(List.of(node), List.of(copy), nextRound);
        return true;
    }
}
