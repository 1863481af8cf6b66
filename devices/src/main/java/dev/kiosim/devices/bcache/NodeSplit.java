package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces a node that is full: by a compacted copy or, if that is more than four fifths full, by
 * two. The new nodes are written synchronously, then their parent, which may split in turn; a new
 * root is followed by a journal commit. Source: btree.c, btree_split.
 *
 * <pre>
 * IDLE --begin--> NODES (being written) --not root--> PARENT (being written) --> IDLE
 *                   ^ parent is full                   |
 *                   '----------------------------------'
 *                 NODES --root--> COMMIT (journal write) --> IDLE
 * </pre>
 */
final class NodeSplit {
    /** Words of the key that tells the parent of a freed node. */
    private static final int FREEING_KEY_WORDS = 3;

    private static final int NODE_KEY_WORDS = 3;

    private enum Phase {
        IDLE,
        NODES,
        PARENT,
        COMMIT
    }

    private final CacheSet set;
    private final Event step = this::step;
    private final Event oneWritten = this::oneWritten;
    private final Event commitRoot = this::commitRoot;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private final List<BtreeNode> replaced = new ArrayList<>();
    private final List<BtreeNode> made = new ArrayList<>();
    private Phase phase = Phase.IDLE;
    private @Nullable BtreeOp op;
    private @Nullable BtreeNode newRoot;
    private int writesAwaited;
    private int splits;

    NodeSplit(CacheSet set) {
        this.set = set;
    }

    /** Nodes compacted or split so far. */
    int splits() {
        return splits;
    }

    /**
     * Makes room for {@code insertion} in a full leaf, inserts what goes there, and takes the
     * insertion up again when all is on the SSD. Without buckets in reserve it is taken up again
     * when the allocator has some.
     */
    void begin(BtreeNode leaf, BtreeOp insertion) {
        Btree btree = set.btree();
        int needed = btree.root().level * 2 + 1;
        if (set.allocator().freeCount(Reserve.BTREE) < needed) {
            set.allocator().awaitBucket(insertion.retry);
            return;
        }
        btree.lock();
        op = insertion;
        replace(leaf, insertion);
    }

    /** Replaces {@code node}; {@code insertion} is that of a leaf, null for an interior node. */
    private void replace(BtreeNode node, @Nullable BtreeOp insertion) {
        splits++;
        made.clear();
        replaced.add(node);
        BtreeNode copy = set.newNode(node.level);
        copy.end = node.end;
        copyGoodKeys(node, copy);
        boolean splitting = copy.setBlocks() > copy.blockCount() * 4 / 5;
        set.trace()
                .report(
                        splitting ? BcacheEvent.BTREE_NODE_SPLIT : BcacheEvent.BTREE_NODE_COMPACT,
                        node.bucket,
                        copy.unwrittenWords(),
                        0,
                        0);
        if (insertion != null) {
            set.btree().insertInto(copy, insertion);
        }
        made.add(copy);
        if (splitting) {
            BtreeNode upper = set.newNode(node.level);
            upper.end = node.end;
            moveUpperPart(copy, upper);
            made.add(upper);
        }
        newRoot = node == set.btree().root() ? rootOver(node.level) : null;
        writeMade();
    }

    /** The new root: the only new node, or a node above the two. */
    private BtreeNode rootOver(int level) {
        if (made.size() == 1) {
            return made.get(0);
        }
        BtreeNode root = set.newNode(level + 1);
        for (BtreeNode child : made) {
            root.putChild(child);
            root.addUnwrittenWords(NODE_KEY_WORDS);
        }
        made.add(root);
        return root;
    }

    private void writeMade() {
        phase = Phase.NODES;
        for (BtreeNode node : made) {
            writeAndAwait(node);
        }
    }

    private void writeAndAwait(BtreeNode node) {
        writesAwaited++;
        node.whenWritten = oneWritten;
        set.nodeWriter().write(node);
    }

    private void oneWritten() {
        if (--writesAwaited == 0) {
            step();
        }
    }

    private void copyGoodKeys(BtreeNode from, BtreeNode to) {
        for (int i = 0; i < from.childCount(); i++) {
            to.putChild(from.child(i));
            to.addUnwrittenWords(NODE_KEY_WORDS);
        }
        for (cursor.seek(from.keys, -1); cursor.isValid(); cursor.next()) {
            if (set.btree().isUsable(cursor.value())) {
                to.keys.append(cursor.end(), cursor.value() | Bkey.UNWRITTEN);
                to.addUnwrittenWords(Bkey.words(cursor.value()));
            }
        }
    }

    /** The first three fifths stay, the rest goes to {@code upper}. */
    private void moveUpperPart(BtreeNode lower, BtreeNode upper) {
        int limit = lower.unwrittenWords() * 3 / 5;
        if (!lower.isLeaf()) {
            int stay = (limit + NODE_KEY_WORDS - 1) / NODE_KEY_WORDS + 1;
            while (lower.childCount() > stay) {
                upper.putChild(lower.child(stay));
                upper.addUnwrittenWords(NODE_KEY_WORDS);
                lower.addUnwrittenWords(-NODE_KEY_WORDS);
                lower.removeChild(stay);
            }
            lower.end = lower.child(stay - 1).end;
            return;
        }
        int words = 0;
        cursor.seek(lower.keys, -1);
        while (words < limit) {
            words += Bkey.words(cursor.value());
            cursor.next();
        }
        lower.end = cursor.end();
        cursor.next();
        while (cursor.isValid()) {
            int keyWords = Bkey.words(cursor.value());
            upper.keys.append(cursor.end(), cursor.value());
            upper.addUnwrittenWords(keyWords);
            lower.addUnwrittenWords(-keyWords);
            cursor.remove();
        }
    }

    private void step() {
        phase = switch (phase) {
            case NODES -> newRoot != null ? installRoot(newRoot) : updateParent();
            case PARENT, COMMIT -> finish();
            case IDLE -> throw violated("a btree split went on that had ended");
        };
    }

    private Phase installRoot(BtreeNode root) {
        set.btree().setRoot(root);
        set.trace().report(BcacheEvent.BTREE_SET_ROOT, root.bucket, 0, 0, 0);
        commitRoot();
        return Phase.COMMIT;
    }

    private void commitRoot() {
        set.journal().commit(step, commitRoot);
    }

    private Phase updateParent() {
        BtreeNode child = replaced.get(replaced.size() - 1);
        BtreeNode parent = parentOf(child);
        set.buckets().incrementGen(child.bucket);
        set.allocator().blockPrioWrites();
        parent.prioBlocked++;
        int words = made.size() * NODE_KEY_WORDS + FREEING_KEY_WORDS;
        boolean full = words > parent.roomWords();
        for (BtreeNode node : made) {
            parent.putChild(node);
        }
        if (full) {
            replace(parent, null);
            return phase;
        }
        parent.addUnwrittenWords(words);
        writeAndAwait(parent);
        return Phase.PARENT;
    }

    private BtreeNode parentOf(BtreeNode child) {
        BtreeNode node = set.btree().root();
        while (node.level > child.level + 1) {
            node = node.child(node.indexFor(child.end - 1));
        }
        return node;
    }

    private Phase finish() {
        for (BtreeNode node : replaced) {
            set.nodeWriter().retire(node);
            set.freeNode(node);
        }
        replaced.clear();
        made.clear();
        BtreeOp waiting = op;
        op = null;
        set.btree().unlock();
        if (waiting != null) {
            set.engine().schedule(0, waiting.retry);
        }
        return Phase.IDLE;
    }
}
