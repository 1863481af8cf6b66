package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import java.util.function.IntConsumer;

/**
 * The index: which extent of a backing device lies where on the SSD. All nodes are in memory, as
 * they are in bcache after start-up; what is modelled of the SSD's copy is how much is written
 * when. Source: btree.c.
 *
 * <p>While a node is being split bcache holds the lock of the root, so whoever needs the index
 * waits: {@link #isLocked} and {@link #awaitUnlock}.
 */
final class Btree {
    private final CacheSet set;
    private final Geometry geometry;
    private final Buckets buckets;
    private final NodeWriter writer;
    private final ExtentInsert extents;
    private final WaitList waiting;
    private final NodeReplacement replacement;
    private final NodeSplit split;
    private final LeafKeys.Cursor sortCursor = new LeafKeys.Cursor();
    private BtreeNode root;
    private boolean locked;
    private boolean anyNodeFailed;

    Btree(CacheSet set, DirtySectors dirty) {
        this.set = set;
        geometry = set.geometry();
        buckets = set.buckets();
        writer = set.nodeWriter();
        replacement = new NodeReplacement(set);
        split = new NodeSplit(set, replacement);
        extents = new ExtentInsert(geometry, dirty);
        waiting = new WaitList(set.engine());
        root = writer.newNode(0, 0);
    }

    /** Where the data of {@code position} are on the SSD; -1 if they are not there. */
    long cacheSectorOf(long position) {
        LeafKeys.Cursor cursor = new LeafKeys.Cursor();
        for (cursor.seek(leafFor(position).keys, position); cursor.isValid(); cursor.next()) {
            if (cursor.start() > position) {
                return -1;
            }
            if (isUsable(cursor.value())) {
                return Bkey.cacheSector(cursor.value()) + position - cursor.start();
            }
        }
        return -1;
    }

    /** Starts with an empty leaf in {@code bucket}, which counts as written. */
    void format(int bucket) {
        root = writer.newNode(0, bucket);
        writer.countFormat(root);
    }

    /** Keys whose data are gone, holes and check keys are of no use after registration. */
    void dropUnusable(BtreeNode leaf) {
        sortCursor.seek(leaf.keys, -1);
        while (sortCursor.isValid()) {
            if (isUsable(sortCursor.value())) {
                sortCursor.next();
            } else {
                sortCursor.remove();
            }
        }
    }

    BtreeNode root() {
        return root;
    }

    void setRoot(BtreeNode node) {
        root = node;
    }

    /** Puts new nodes in the place of old ones. */
    NodeReplacement replacement() {
        return replacement;
    }

    /** The node above one that is not the root. */
    BtreeNode parentOf(BtreeNode child) {
        BtreeNode node = root;
        while (node.level > child.level + 1) {
            node = node.child(node.indexFor(child.end - 1));
        }
        return node;
    }

    /** The leaf with the keys that end after {@code position}. */
    BtreeNode leafFor(long position) {
        BtreeNode node = root;
        while (!node.isLeaf()) {
            node = node.child(node.indexFor(position));
        }
        return node;
    }

    /** A write of {@code node} has failed. */
    void nodeFailed(BtreeNode node) {
        node.ioError = true;
        anyNodeFailed = true;
    }

    /**
     * Whether the way to {@code position} leads through a node whose write has failed; the root is
     * never looked at again. Source: btree.c, bch_btree_node_get.
     */
    boolean isUnusable(long position) {
        if (!anyNodeFailed) {
            return false;
        }
        BtreeNode node = root;
        while (!node.isLeaf()) {
            node = node.child(node.indexFor(position));
            if (node.ioError) {
                return true;
            }
        }
        return false;
    }

    /** Whether a split is under way, so that nobody may use the index. */
    boolean isLocked() {
        return locked;
    }

    /** {@code step} is taken up again when the split is over. */
    void awaitUnlock(Event step) {
        waiting.add(step);
    }

    void lock() {
        if (locked) {
            throw violated("the btree is locked twice");
        }
        locked = true;
    }

    void unlock() {
        locked = false;
        waiting.wakeAll();
    }

    /**
     * Whether a reader may use this key: it points to data that are still there. Keys that it may
     * not use are holes to it. Source: extents.c, bch_extent_bad.
     */
    boolean isUsable(long value) {
        return Bkey.pointsToData(value) && Bkey.size(value) != 0 && !buckets.isStale(value);
    }

    /** Whether the check key of a miss goes into the leaf as it is, without a split. */
    boolean hasRoomForCheckKey(BtreeNode leaf) {
        writer.prepareForKeys(leaf);
        return leaf.roomWords() >= Bkey.words(Bkey.CHECK);
    }

    /** Inserts the check key of a miss from the submitting task, which never writes a node. */
    void insertCheckKey(BtreeNode leaf, long end, long value) {
        extents.insert(leaf, end, value, 0, BtreeOp.NO_REPLACE);
        writer.leafChanged(leaf, BtreeNode.NO_PIN, false);
    }

    /**
     * Inserts the keys of {@code op}, or gives it up; false if it has to wait, in which case
     * {@code op.retry} takes it up again.
     */
    boolean insert(BtreeOp op) {
        while (!op.keys.isEmpty()) {
            if (locked) {
                waiting.add(op.retry);
                return false;
            }
            if (isUnusable(op.keys.firstStart())) {
                giveUp(op);
                return true;
            }
            BtreeNode leaf = leafFor(op.keys.firstStart());
            writer.prepareForKeys(leaf);
            if (op.keys.words() > leaf.roomWords()) {
                if (set.hasFailed()) { // no bucket will come
                    giveUp(op);
                    return true;
                }
                split.begin(leaf, op);
                return false;
            }
            if (insertInto(leaf, op)) {
                writer.leafChanged(leaf, op.journalPin, true);
            }
        }
        return true;
    }

    /** Source: btree.c, bch_btree_insert. */
    private void giveUp(BtreeOp op) {
        set.log().say("bch_btree_insert() error -5");
        for (int i = 0; i < op.keys.size(); i++) {
            unpin(op.keys.value(i));
        }
        op.keys.clear();
        op.failed = true;
    }

    /** The set is gone: no node is written any more. */
    void shutDown() {
        shutDown(root);
    }

    private static void shutDown(BtreeNode node) {
        node.writeTimer.disarm();
        for (int i = 0; i < node.childCount(); i++) {
            shutDown(node.child(i));
        }
    }

    /** Takes the dirty extents of the index. */
    interface DirtyExtents {
        /** {@code sectors} from {@code start} on, a position, lie at {@code cacheSector}. */
        void add(long start, int sectors, long cacheSector);
    }

    /** Shows everything that is dirty, in order. */
    void forEachDirty(DirtyExtents visitor) {
        forEachDirty(root, visitor);
    }

    private void forEachDirty(BtreeNode node, DirtyExtents visitor) {
        for (int i = 0; i < node.childCount(); i++) {
            forEachDirty(node.child(i), visitor);
        }
        LeafKeys.Cursor cursor = new LeafKeys.Cursor();
        for (cursor.seek(node.keys, -1); cursor.isValid(); cursor.next()) {
            long value = cursor.value();
            if (Bkey.has(value, Bkey.DIRTY) && isUsable(value)) {
                visitor.add(cursor.start(), Bkey.size(value), Bkey.cacheSector(value));
            }
        }
    }

    /**
     * Inserts the keys that belong to {@code leaf} as long as there is room; whether any went in.
     */
    boolean insertInto(BtreeNode leaf, BtreeOp op) {
        boolean inserted = false;
        while (!op.keys.isEmpty() && Bkey.words(op.keys.value(0)) <= leaf.roomWords()) {
            long end = op.keys.end(0);
            long value = op.keys.value(0);
            long start = end - Bkey.size(value);
            if (end <= leaf.end) {
                unpin(value);
                inserted |= extents.insert(leaf, end, value, op.replaceEnd, op.replaceValue);
                op.keys.removeFirst();
            } else if (start < leaf.end) {
                int here = (int) (leaf.end - start);
                long part = Bkey.withSize(value, here);
                inserted |= extents.insert(leaf, leaf.end, part, op.replaceEnd, op.replaceValue);
                op.keys.setValue(0, Bkey.cutFront(value, here));
                break;
            } else {
                break;
            }
        }
        op.collision |= !inserted;
        return inserted;
    }

    /** A key on its way into the index holds its bucket; now it is there, or given up. */
    void unpin(long value) {
        if (Bkey.pointsToData(value)) {
            buckets.unpin(geometry.bucketOf(Bkey.cacheSector(value)));
        }
    }

    /** Writes up to {@code limit} leaves that hold back journal entry {@code pin}. */
    void flushLeavesPinning(long pin, int limit) {
        flushPinning(root, pin, limit);
    }

    private int flushPinning(BtreeNode node, long pin, int limit) {
        int left = limit;
        for (int i = 0; i < node.childCount() && left > 0; i++) {
            left = flushPinning(node.child(i), pin, left);
        }
        if (node.isLeaf() && node.journalPin == pin) {
            writer.writeDue(node);
            left--;
        }
        return left;
    }

    /** Visits the bucket of each node. */
    void forEachNode(IntConsumer visitor) {
        visitNodes(root, visitor);
    }

    private static void visitNodes(BtreeNode node, IntConsumer visitor) {
        visitor.accept(node.bucket);
        for (int i = 0; i < node.childCount(); i++) {
            visitNodes(node.child(i), visitor);
        }
    }

    /** Number of nodes. */
    int nodeCount() {
        return countNodes(root);
    }

    private static int countNodes(BtreeNode node) {
        int count = 1;
        for (int i = 0; i < node.childCount(); i++) {
            count += countNodes(node.child(i));
        }
        return count;
    }

    /** Share of the root that its live keys take, per cent. Source: sysfs.c, bch_root_usage. */
    int rootUsagePercent() {
        int words = root.childCount() * NodeCopy.NODE_KEY_WORDS;
        for (sortCursor.seek(root.keys, -1); sortCursor.isValid(); sortCursor.next()) {
            words += isUsable(sortCursor.value()) ? Bkey.words(sortCursor.value()) : 0;
        }
        return words * Long.BYTES * 100 / (geometry.nodeSectors() << 9);
    }

    /** Dirty sectors of a device by the keys. */
    long dirtySectors(int inode) {
        long[] dirty = {0};
        forEachDirty((start, sectors, cacheSector) ->
                dirty[0] += Bkey.inode(start) == inode ? sectors : 0);
        return dirty[0];
    }

    /** Walks the tree: order, no overlap, limits of nodes, pointers within a bucket. */
    void checkInvariants() {
        checkNode(root, 0, Bkey.POSITION_MAX);
    }

    private void checkNode(BtreeNode node, long from, long to) {
        if (buckets.marksAreValid() && buckets.mark(node.bucket) != Buckets.METADATA) {
            throw violated(
                    "bucket %d of a node has mark %d", node.bucket, buckets.mark(node.bucket));
        }
        if (node.end != to) {
            throw violated(
                    "node in bucket %d ends at %d, its parent says %d", node.bucket, node.end, to);
        }
        long before = from;
        for (int i = 0; i < node.childCount(); i++) {
            long end = node.child(i).end;
            checkNode(node.child(i), before, end);
            before = end;
        }
        if (!node.isLeaf()) {
            if (before != to) {
                throw violated("children of bucket %d end at %d of %d", node.bucket, before, to);
            }
            return;
        }
        for (sortCursor.seek(node.keys, -1); sortCursor.isValid(); sortCursor.next()) {
            checkKey(sortCursor.end(), sortCursor.value(), before, to);
            before = sortCursor.end();
        }
    }

    private void checkKey(long end, long value, long before, long to) {
        long start = end - Bkey.size(value);
        if (start < before || end > to) {
            throw violated(
                    "key %s overlaps %d or leaves its leaf", Bkey.toText(end, value), before);
        }
        if (Bkey.pointsToData(value) && Bkey.size(value) != 0) {
            long sector = Bkey.cacheSector(value);
            if (geometry.bucketOf(sector) != geometry.bucketOf(sector + Bkey.size(value) - 1)) {
                throw violated("key %s crosses the end of its bucket", Bkey.toText(end, value));
            }
            if (Bkey.has(value, Bkey.DIRTY) && buckets.isStale(value)) {
                throw violated("dirty key %s is stale", Bkey.toText(end, value));
            }
        }
    }
}
