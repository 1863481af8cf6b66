package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Registration of a cache device that was in use before: everything is read from the SSD, nothing
 * is known but what lies there. Newest journal entry, priority table, btree from its root down;
 * then the journal is replayed, entry by entry. Source: super.c, run_cache_set; journal.c,
 * bch_journal_read and bch_journal_replay; btree.c, bch_btree_check.
 *
 * <p>All is known at once; the time that reading takes passes before the replay begins, which takes
 * what splits of nodes take.
 */
final class Recovery {
    /** Why a set cannot be registered. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }

    private final CacheSet set;
    private final Geometry geometry;
    private final MetadataStore metadata;
    private final DirtySectors dirty;
    private final ReplayedKeys replayed;
    private final RegistrationReads reads;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private final BtreeOp op = new BtreeOp(this::insert);
    private Event done = () -> {};
    private int nextEntry;
    private int nextKey;
    private int keysReplayed;

    /** Of {@code set}, which is new; {@code dirty} hears of the dirty data that are found. */
    Recovery(CacheSet set, DirtySectors dirty, ReplayedKeys replayed) {
        this.set = set;
        this.dirty = dirty;
        this.replayed = replayed;
        geometry = set.geometry();
        metadata = set.metadata();
        reads = new RegistrationReads(set);
    }

    /** Reads what is on the SSD; afterwards {@link #replay} has to follow. */
    void read() throws FailedException {
        reads.add(Superblocks.SECTOR, Superblocks.SECTORS);
        long[] newestSeqOfBucket = readJournal();
        if (entries.isEmpty()) {
            throw new FailedException("no journal entries found");
        }
        JournalEntry newest = entries.get(entries.size() - 1);
        entries.removeIf(entry -> entry.seq() < newest.lastSeq());
        checkNoneIsMissing(newest);
        readPrios(newest.prioBucket());
        reads.addTable(newest.uuidBucket());
        set.uuids().restore(newest.uuidBucket());
        JournalEntry.Root root = newest.root();
        long pointer = Bkey.pointing(
                geometry.firstSectorOf(root.bucket()), root.gen(), geometry.nodeSectors(), 0);
        set.buckets().raiseGen(pointer);
        set.btree().setRoot(readNode(pointer, root.level(), Bkey.POSITION_MAX));
        markJournal();
        finishNode(set.btree().root());
        set.markMetadata();
        set.journal().recover(newest, newestSeqOfBucket);
        set.buckets().finishMarking();
        set.allocator().growBtreeReserve();
        set.allocator().fillFirstReserves();
    }

    /** Collects all entries, in order; returns the newest number in each journal bucket. */
    private long[] readJournal() {
        long[] newest = new long[geometry.journalBuckets()];
        long[] ends = new long[newest.length];
        for (int i = 0; i < newest.length; i++) {
            long sector = geometry.firstSectorOf(geometry.firstBucket() + i);
            long end = sector + geometry.bucketSectors();
            JournalEntry entry = JournalEntry.decode(metadata.read(sector));
            while (entry != null) {
                entries.add(entry);
                newest[i] = Math.max(newest[i], entry.seq());
                sector += (long) entry.blocks() * geometry.blockSectors();
                entry = sector < end ? JournalEntry.decode(metadata.read(sector)) : null;
            }
            ends[i] = sector;
        }
        reads.addJournal(newest, ends);
        entries.sort(Comparator.comparingLong(JournalEntry::seq));
        return newest;
    }

    private void checkNoneIsMissing(JournalEntry newest) throws FailedException {
        long expected = newest.lastSeq();
        for (JournalEntry entry : entries) {
            if (entry.seq() != expected) {
                throw new FailedException("journal entries " + expected + "-" + (entry.seq() - 1)
                        + " missing! (replaying " + newest.lastSeq() + "-" + newest.seq() + ")");
            }
            expected++;
        }
    }

    private void readPrios(int firstBucket) throws FailedException {
        int bucket = firstBucket;
        for (int i = 0; i < geometry.prioBuckets(); i++) {
            reads.addTable(bucket);
            PrioTable table = PrioTable.decode(metadata.read(geometry.firstSectorOf(bucket)));
            if (table == null) {
                throw new FailedException("bad csum reading priorities");
            }
            table.applyTo(set.buckets());
            set.allocator().restorePrioBucket(i, bucket);
            bucket = table.nextBucket();
        }
    }

    /** Reads a node and all below it; generations rise to those of the pointers met. */
    private BtreeNode readNode(long pointer, int level, long end) throws FailedException {
        int bucket = geometry.bucketOf(Bkey.cacheSector(pointer));
        reads.add(geometry.firstSectorOf(bucket), geometry.nodeSectors());
        NodeSet first = readSet(bucket, 0);
        if (first == null || first.level() != level) {
            throw new FailedException("bad btree header at bucket " + bucket + ", level " + level);
        }
        BtreeNode node = set.nodeWriter().nodeOnDisk(level, bucket, first.node());
        node.end = end;
        KeyList children = new KeyList();
        ExtentInsert extents = new ExtentInsert(geometry, (start, sectors) -> {});
        int blocks = 0;
        NodeSet next = first;
        while (next != null && next.node() == first.node()) {
            addKeys(node, next, children, extents);
            blocks += next.blocks();
            next = blocks < node.blockCount() ? readSet(bucket, blocks) : null;
        }
        set.nodeWriter().sortRead(node, blocks, children.size() * NodeCopy.NODE_KEY_WORDS);
        for (int i = 0; i < children.size(); i++) {
            if (!set.buckets().isStale(children.value(i))) {
                node.putChild(readNode(children.value(i), level - 1, children.end(i)));
            }
        }
        return node;
    }

    private @Nullable NodeSet readSet(int bucket, int block) {
        long sector = geometry.firstSectorOf(bucket) + (long) block * geometry.blockSectors();
        return NodeSet.decode(metadata.read(sector));
    }

    private void addKeys(BtreeNode node, NodeSet keys, KeyList children, ExtentInsert extents) {
        for (int i = 0; i < keys.freedCount(); i++) {
            set.buckets().raiseGen(keys.freedPointer(i));
        }
        for (int i = 0; i < keys.keyCount(); i++) {
            long value = keys.keyValue(i);
            if (Bkey.pointsToData(value)) {
                set.buckets().raiseGen(value);
            }
            if (node.isLeaf()) {
                extents.insert(node, keys.keyEnd(i), value, 0, BtreeOp.NO_REPLACE);
            } else {
                children.add(keys.keyEnd(i), value);
            }
        }
    }

    int keysReplayed() {
        return keysReplayed;
    }

    int entriesReplayed() {
        return entries.size();
    }

    long newestSeq() {
        return entries.get(entries.size() - 1).seq();
    }

    /** The keys in the journal hold their buckets until they are in the index. */
    private void markJournal() {
        for (JournalEntry entry : entries) {
            for (int i = 0; i < entry.keyCount(); i++) {
                long value = entry.keyValue(i);
                if (Bkey.pointsToData(value)) {
                    set.buckets().raiseGen(value);
                    set.buckets().pin(geometry.bucketOf(Bkey.cacheSector(value)));
                    set.buckets().markKey(value, false);
                }
            }
        }
    }

    /** All generations are known: drops what is stale, marks buckets and counts what is dirty. */
    private void finishNode(BtreeNode node) {
        set.buckets().markKey(set.nodePointer(node), true);
        for (int i = 0; i < node.childCount(); i++) {
            finishNode(node.child(i));
        }
        set.btree().dropUnusable(node);
        for (cursor.seek(node.keys, -1); cursor.isValid(); cursor.next()) {
            set.buckets().markKey(cursor.value(), false);
            if (Bkey.has(cursor.value(), Bkey.DIRTY)) {
                dirty.add(cursor.start(), Bkey.size(cursor.value()));
            }
        }
    }

    /** Inserts the keys of the journal into the index; {@code whenDone} follows, in time. */
    void replay(Event whenDone) {
        done = whenDone;
        reads.run(this::begin);
    }

    private void begin() {
        set.startRecovered();
        set.engine().schedule(0, this::insert);
    }

    /** Inserts the key in hand, and then one key after the other. */
    private void insert() {
        while (set.btree().insert(op)) {
            if (!takeNextKey()) {
                set.journal().replayed();
                done.fire();
                return;
            }
        }
    }

    private boolean takeNextKey() {
        while (nextEntry < entries.size() && nextKey == entries.get(nextEntry).keyCount()) {
            set.journal().unpin(entries.get(nextEntry).seq());
            nextEntry++;
            nextKey = 0;
        }
        if (nextEntry == entries.size()) {
            return false;
        }
        JournalEntry entry = entries.get(nextEntry);
        long end = entry.keyEnd(nextKey);
        long value = entry.keyValue(nextKey++);
        if (Bkey.pointsToData(value) && set.buckets().isStale(value)) {
            value &= ~Bkey.DIRTY; // it covers what it covers, but nothing is there
        }
        set.trace()
                .report(
                        BcacheEvent.JOURNAL_REPLAY_KEY,
                        Bkey.sector(end),
                        Bkey.size(value),
                        Bkey.has(value, Bkey.DIRTY) ? 1 : 0,
                        0);
        op.reset();
        op.journalPin = entry.seq();
        op.keys.add(end, value);
        keysReplayed++;
        replayed.add(end, Bkey.size(value));
        return true;
    }
}
