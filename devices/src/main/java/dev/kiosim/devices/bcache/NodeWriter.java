package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.RandomStream;
import java.util.ArrayDeque;

/**
 * Appends the unwritten sets of btree nodes to their buckets: at once when a set has grown too
 * large, 30 s after a leaf became dirty, or when somebody asks for it. Source: btree.c,
 * bch_btree_leaf_dirty, bch_btree_node_write.
 */
final class NodeWriter implements BtreeNode.Owner {
    private static final long LEAF_DELAY_NANOS = 30_000_000_000L;

    private final CacheSet set;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private final ArrayDeque<LeafKeys> spareKeys = new ArrayDeque<>();
    private final KeyList keys = new KeyList();
    private final RandomStream ids;
    private int writesInFlight;
    private final WaitList untilIdle;
    private long sectorsWritten;

    NodeWriter(CacheSet set) {
        this.set = set;
        untilIdle = new WaitList(set.engine());
        ids = set.engine().random(set.name() + "/btree nodes from " + set.nowNanos());
    }

    BtreeNode newNode(int level, int bucket) {
        return nodeOnDisk(level, bucket, ids.nextLong());
    }

    /** A node that was found on the SSD. */
    BtreeNode nodeOnDisk(int level, int bucket, long id) {
        LeafKeys spare = spareKeys.poll();
        LeafKeys leafKeys = spare == null ? new LeafKeys() : spare;
        return new BtreeNode(set.geometry(), set.engine(), level, bucket, id, leafKeys, this);
    }

    /** Nobody uses this node any more: the arrays of its keys serve another. */
    void recycle(BtreeNode node) {
        node.keys.clear();
        spareKeys.push(node.keys);
    }

    /** Sectors of btree nodes written so far. */
    long sectorsWritten() {
        return sectorsWritten;
    }

    void clearSectorsWritten() {
        sectorsWritten = 0;
    }

    /** Counts the empty root of a new cache, which was written before the simulation began. */
    void countFormat(BtreeNode root) {
        int sectors = root.setBlocks() * set.geometry().blockSectors();
        sectorsWritten += sectors;
        set.metadata().format(set.geometry().firstSectorOf(root.bucket), sectors, encode(root));
        root.startNextSet();
    }

    /** Keys went into a leaf; {@code pin} is the journal entry that has them. */
    void leafChanged(BtreeNode leaf, long pin, boolean mayWrite) {
        if (!leaf.dirty) {
            leaf.dirty = true;
            armTimer(leaf);
        }
        if (pin != BtreeNode.NO_PIN
                && (leaf.journalPin == BtreeNode.NO_PIN || pin < leaf.journalPin)) {
            if (leaf.journalPin != BtreeNode.NO_PIN) {
                set.journal().unpin(leaf.journalPin);
            }
            leaf.journalPin = pin;
            set.journal().pin(pin);
        }
        if (mayWrite && leaf.isSetLarge()) {
            write(leaf);
        }
    }

    private void armTimer(BtreeNode node) {
        if (set.hasFailed()) {
            return; // a set that has failed is not written any more
        }
        node.writeTimer.arm(Jiffies.timerNanos(set.nowNanos(), LEAF_DELAY_NANOS));
    }

    /**
     * Writes the last set of a node; the next begins only when a key comes. Source: btree.c,
     * btree_node_write_work.
     */
    @Override
    public void writeDue(BtreeNode node) {
        if (startWrite(node)) {
            node.nextSetPending = true;
        }
    }

    /**
     * Writes the last set of a node, behind the write that may be in flight, and begins the next.
     */
    void write(BtreeNode node) {
        if (startWrite(node)) {
            startNextSet(node);
        }
    }

    /** Keys are about to go into a node: begins a set for them if the last one is written. */
    void prepareForKeys(BtreeNode node) {
        if (node.nextSetPending) {
            startNextSet(node);
        }
    }

    private void startNextSet(BtreeNode node) {
        node.nextSetPending = false;
        node.startNextSet();
        sortLeaf(node);
    }

    private boolean startWrite(BtreeNode node) {
        node.writeTimer.disarm();
        if (node.writing) {
            node.writeQueued = true;
            return false;
        }
        node.writing = true;
        node.dirty = false;
        node.writingPin = node.journalPin;
        node.journalPin = BtreeNode.NO_PIN;
        node.writingPrioBlocked = node.prioBlocked;
        node.prioBlocked = 0;
        submit(node);
        return true;
    }

    /** {@code step} is taken up when no node write is in flight. */
    void awaitIdle(Event step) {
        untilIdle.add(step);
    }

    boolean isIdle() {
        return writesInFlight == 0;
    }

    private void submit(BtreeNode node) {
        int blockSectors = set.geometry().blockSectors();
        long sector = set.geometry().firstSectorOf(node.bucket)
                + (long) node.writtenBlocks * blockSectors;
        int sectors = node.setBlocks() * blockSectors;
        sectorsWritten += sectors;
        writesInFlight++;
        set.trace()
                .report(
                        BcacheEvent.BTREE_WRITE,
                        node.bucket,
                        node.writtenBlocks,
                        node.unwrittenWords(),
                        0);
        Bio bio = set.bios().take();
        bio.prepare(Bio.Op.WRITE, Bio.META | Bio.FUA, sector, sectors, node.writeEnd);
        if (set.metadata().isKept()) {
            set.metadata().fill(bio, encode(node));
        }
        set.submit(bio, set.cacheDevice());
    }

    /** What the last set of a node says when it is written. */
    private long[] encode(BtreeNode node) {
        keys.clear();
        if (node.isLeaf()) {
            for (cursor.seek(node.keys, -1); cursor.isValid(); cursor.next()) {
                long value = cursor.value();
                if (Bkey.has(value, Bkey.UNWRITTEN) && Bkey.size(value) != 0) {
                    keys.add(cursor.end(), value & ~Bkey.UNWRITTEN);
                }
            }
        } else if (node.writtenBlocks == 0) {
            for (int i = 0; i < node.childCount(); i++) {
                keys.add(node.child(i).end, set.nodePointer(node.child(i)));
            }
        } else {
            keys.addAll(node.added);
        }
        return NodeSet.encode(node.id, node.setBlocks(), node.level, keys, node.freed);
    }

    @Override
    public void writeEnded(BtreeNode node, Bio bio) {
        set.congestion().ended(true, bio.submittedNanos, set.nowNanos());
        set.errors().writeEnded(bio, "writing btree");
        if (bio.status != 0) {
            set.btree().nodeFailed(node);
        }
        bio.settle(set.nowNanos());
        set.release(bio);
        node.writing = false;
        writesInFlight--;
        if (node.writingPin != BtreeNode.NO_PIN) {
            set.journal().unpin(node.writingPin);
            node.writingPin = BtreeNode.NO_PIN;
            set.journal().leafWritten();
        }
        if (node.writingPrioBlocked > 0) {
            set.allocator().unblockPrioWrites(node.writingPrioBlocked);
            node.writingPrioBlocked = 0;
        }
        if (node.writeQueued) {
            node.writeQueued = false;
            if (node.dirty) {
                write(node);
            }
        } else if (node.dirty && !node.writeTimer.isArmed()) {
            armTimer(node);
        }
        Event whenWritten = node.whenWritten;
        if (whenWritten != null && !node.writing) {
            node.whenWritten = null;
            whenWritten.fire();
        }
        if (writesInFlight == 0) {
            untilIdle.wakeAll();
        }
    }

    /**
     * Another node has taken the place of this one: what its last set held back is free, as if it
     * had been written. Source: btree.c, btree_node_free and btree_complete_write.
     */
    void retire(BtreeNode node) {
        node.writeTimer.disarm();
        node.dirty = false;
        node.writeQueued = false;
        if (node.journalPin != BtreeNode.NO_PIN) {
            set.journal().unpin(node.journalPin);
            node.journalPin = BtreeNode.NO_PIN;
            set.journal().leafWritten();
        }
        if (node.prioBlocked > 0) {
            set.allocator().unblockPrioWrites(node.prioBlocked);
            node.prioBlocked = 0;
        }
    }

    /**
     * At registration: sorts the sets that were read from the SSD, in {@code blocks} with
     * {@code childWords} of keys of children, into one.
     */
    void sortRead(BtreeNode node, int blocks, int childWords) {
        sortKeys(node);
        node.restore(blocks, node.keys.words() + childWords);
    }

    /** In memory the set that was written joins the others: husks go, neighbours merge. */
    private void sortLeaf(BtreeNode leaf) {
        int newWords = sortKeys(leaf);
        leaf.sortSets(wordsOf(leaf), newWords);
    }

    /** Sorts the keys that were not; returns the words of those. */
    private int sortKeys(BtreeNode leaf) {
        long before = 0;
        long beforeEnd = -1;
        boolean beforeIsNew = false;
        int newWords = 0;
        cursor.seek(leaf.keys, -1);
        while (cursor.isValid()) {
            long value = cursor.value() & ~Bkey.UNWRITTEN;
            boolean isNew = Bkey.has(cursor.value(), Bkey.UNWRITTEN);
            if (Bkey.size(value) == 0) {
                cursor.remove();
                continue;
            }
            newWords += isNew ? Bkey.words(value) : 0;
            boolean mayMerge = (isNew || beforeIsNew) && beforeEnd == cursor.start();
            if (mayMerge && ExtentInsert.isContiguous(set.geometry(), before, value)) {
                value = mergeInto(before, value);
                isNew = true;
            } else {
                cursor.setValue(value);
            }
            if (!isNew) {
                cursor.skipSorted();
            }
            before = cursor.value();
            beforeEnd = cursor.end();
            beforeIsNew = isNew;
            cursor.next();
        }
        leaf.keys.markSorted();
        return newWords;
    }

    /** Words of all keys of a node. */
    private static int wordsOf(BtreeNode node) {
        return node.keys.words() + node.childCount() * NodeCopy.NODE_KEY_WORDS;
    }

    /**
     * Merges the key under the cursor into the one before it; the cursor is then on the last of
     * what is left.
     */
    private long mergeInto(long before, long value) {
        long end = cursor.end();
        int taken = Math.min(Bkey.size(value), Bkey.SIZE_MAX - Bkey.size(before));
        long merged = Bkey.withSize(before, Bkey.size(before) + taken);
        if (taken == Bkey.size(value)) {
            cursor.remove();
            cursor.previous();
            cursor.setEnd(end);
            cursor.setValue(merged);
            return merged;
        }
        long rest = Bkey.cutFront(value, taken);
        cursor.setValue(rest);
        cursor.previous();
        cursor.setEnd(cursor.end() + taken);
        cursor.setValue(merged);
        cursor.next();
        return rest;
    }
}
