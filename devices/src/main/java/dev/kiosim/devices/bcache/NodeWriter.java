package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.RandomStream;

/**
 * Appends the unwritten sets of btree nodes to their buckets: at once when a set has grown too
 * large, 30 s after a leaf became dirty, or when somebody asks for it. Source: btree.c,
 * bch_btree_leaf_dirty, bch_btree_node_write.
 */
final class NodeWriter implements BtreeNode.Owner {
    private static final long LEAF_DELAY_NANOS = 30_000_000_000L;

    private final CacheSet set;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
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
        return new BtreeNode(set.geometry(), set.engine(), level, bucket, id, this);
    }

    /** Sectors of btree nodes written so far. */
    long sectorsWritten() {
        return sectorsWritten;
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
            leaf.writeTimer.arm(LEAF_DELAY_NANOS);
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

    /** Writes the last set of a node, behind the write that may be in flight. */
    @Override
    public void write(BtreeNode node) {
        node.writeTimer.disarm();
        if (node.writing) {
            node.writeQueued = true;
            return;
        }
        node.writing = true;
        node.dirty = false;
        node.writingPin = node.journalPin;
        node.journalPin = BtreeNode.NO_PIN;
        node.writingPrioBlocked = node.prioBlocked;
        node.prioBlocked = 0;
        submit(node);
        node.startNextSet();
        sortLeaf(node);
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
        bio.submitTo(set.cacheDevice(), set.nowNanos());
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
        set.errors().metadataIoEnded(bio);
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
            node.writeTimer.arm(LEAF_DELAY_NANOS);
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

    /** Another node has taken the place of this one: what its last set held back is free. */
    void retire(BtreeNode node) {
        node.writeTimer.disarm();
        node.dirty = false;
        node.writeQueued = false;
        if (node.journalPin != BtreeNode.NO_PIN) {
            set.journal().unpin(node.journalPin);
            node.journalPin = BtreeNode.NO_PIN;
        }
        if (node.prioBlocked > 0) {
            set.allocator().unblockPrioWrites(node.prioBlocked);
            node.prioBlocked = 0;
        }
    }

    /** At registration: sorts the sets that were read from the SSD into one. */
    void sortRead(BtreeNode leaf) {
        sortLeaf(leaf);
    }

    /** In memory the set that was written joins the others: husks go, neighbours merge. */
    private void sortLeaf(BtreeNode leaf) {
        long before = 0;
        long beforeEnd = -1;
        boolean beforeIsNew = false;
        cursor.seek(leaf.keys, -1);
        while (cursor.isValid()) {
            long value = cursor.value() & ~Bkey.UNWRITTEN;
            boolean isNew = Bkey.has(cursor.value(), Bkey.UNWRITTEN);
            if (Bkey.size(value) == 0) {
                cursor.remove();
                continue;
            }
            boolean mayMerge = (isNew || beforeIsNew) && beforeEnd == cursor.start();
            if (mayMerge && ExtentInsert.isContiguous(set.geometry(), before, value)) {
                value = mergeInto(before, value);
                isNew = true;
            } else {
                cursor.setValue(value);
            }
            before = value;
            beforeEnd = cursor.end();
            beforeIsNew = isNew;
            cursor.next();
        }
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
