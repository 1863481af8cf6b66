package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;
import java.util.Arrays;

/**
 * A btree node: its keys (leaf) or children, and how full its bucket's log of sorted sets is. The
 * last set is in memory only until the node is written; then it joins the others, sorted into one.
 * Source: btree.h, struct btree; bset.h.
 */
final class BtreeNode {
    /** No journal entry is pinned. */
    static final long NO_PIN = -1;

    /** Sets of keys that a node has in memory, the unwritten one included. */
    private static final int SETS_MAX = 4;
    /** The last set is sorted into one of fewer words than this, times a power of the factor. */
    private static final int SORT_WORDS = 512;

    private static final int SET_HEADER_BYTES = 32;
    private static final int WORD_BYTES = 8;
    private static final int PAGE_BYTES = 4096;
    /** Words kept free in a leaf, since inserting into the middle of an extent makes two of it. */
    private static final int KEY_WORDS_MAX = 8;
    /** A leaf whose unwritten set is larger than this is written at once. */
    private static final int SET_BYTES_MAX = 4096 - 48;

    /** 0 for a leaf. */
    final int level;
    /** Where it is on the SSD. */
    final int bucket;
    /** Keys of a leaf; empty in an interior node. */
    final LeafKeys keys;
    /** Goes off 30 s after the leaf became dirty. */
    final Timer writeTimer;
    /** Tells its sets on the SSD from what was in the bucket before. */
    final long id;

    /** Of an interior node: children that its last set has, and those that are freed by it. */
    final KeyList added = new KeyList();

    final KeyList freed = new KeyList();

    /** Hears of the end of its writes. */
    final BioEnd writeEnd;

    private final int nodeBytes;
    private final int blockBytes;
    private BtreeNode[] children = new BtreeNode[0];
    private long[] childEnds = new long[0];
    private int childCount;
    private int unwrittenWords;
    private final int[] writtenSets = new int[SETS_MAX];
    private final int[] liveWords = new int[SETS_MAX];
    private int writtenSetCount;

    /** The node's own key: no key in it ends later. */
    long end = Bkey.POSITION_MAX;
    /** Blocks of its bucket that are written. */
    int writtenBlocks;
    /** Whether the last set has keys that are not being written yet. */
    boolean dirty;
    /** Whether a write of it is in flight. */
    boolean writing;
    /**
     * Whether the last set has been written, but the next begins only when a key comes; until then
     * it counts as unwritten.
     */
    boolean nextSetPending;
    /** Whether it is to be written again as soon as the write in flight has ended. */
    boolean writeQueued;
    /** Taken up when no write of it is in flight or queued any more. */
    @Nullable
    Event whenWritten;
    /** Oldest journal entry that has keys of the last set, or {@link #NO_PIN}. */
    long journalPin = NO_PIN;
    /** The same for the set that is being written. */
    long writingPin = NO_PIN;
    /** Words of the keys that are of use, as garbage collection counted them last. */
    int goodWords;
    /** Whether the write that comes next lets the priority table be written again. */
    int prioBlocked;
    /** The same for the write in flight. */
    int writingPrioBlocked;
    /** Whether a write of it has failed, so that it can be used no more unless it is the root. */
    boolean ioError;

    /** A node with an empty set of keys, {@code keys}, which is its own from now on. */
    BtreeNode(
            Geometry geometry,
            Engine engine,
            int level,
            int bucket,
            long id,
            LeafKeys keys,
            Owner owner) {
        this.id = id;
        this.level = level;
        this.bucket = bucket;
        this.keys = keys;
        nodeBytes = geometry.nodeSectors() << 9;
        blockBytes = geometry.blockBytes();
        writeTimer = new Timer(engine, () -> owner.writeDue(this));
        writeEnd = bio -> owner.writeEnded(this, bio);
    }

    /** Who writes nodes. */
    interface Owner {
        /** The node is due to be written. */
        void writeDue(BtreeNode node);

        /** The write of a node has ended. */
        void writeEnded(BtreeNode node, Bio bio);
    }

    boolean isLeaf() {
        return level == 0;
    }

    /** Words that can be inserted until the node has to be compacted or split. */
    int roomWords() {
        if (writtenBlocks >= blockCount()) {
            return 0;
        }
        int room = (nodeBytes - writtenBlocks * blockBytes - setBytes()) / WORD_BYTES;
        return Math.max(0, isLeaf() ? room - KEY_WORDS_MAX : room);
    }

    int blockCount() {
        return nodeBytes / blockBytes;
    }

    int setBytes() {
        return SET_HEADER_BYTES + unwrittenWords * WORD_BYTES;
    }

    /** Blocks that a write of the last set takes. */
    int setBlocks() {
        return setBlocksWith(0);
    }

    /** The same with {@code words} more. */
    int setBlocksWith(int words) {
        return blocksOf(unwrittenWords + words);
    }

    /** Blocks of a set of {@code words}. */
    int blocksOf(int words) {
        return (SET_HEADER_BYTES + words * WORD_BYTES + blockBytes - 1) / blockBytes;
    }

    int unwrittenWords() {
        return unwrittenWords;
    }

    void addUnwrittenWords(int words) {
        unwrittenWords += words;
    }

    /** Whether the last set has grown so large that the leaf is to be written at once. */
    boolean isSetLarge() {
        return setBytes() > SET_BYTES_MAX;
    }

    /**
     * At registration: {@code blocks} are written, and all keys, which have {@code words}, are in
     * them; in memory they are one set. Source: btree.c, bch_btree_node_read_done.
     */
    void restore(int blocks, int words) {
        writtenBlocks = blocks;
        unwrittenWords = 0;
        writtenSets[0] = words;
        writtenSetCount = 1;
    }

    /** The last set has been handed to the SSD: an empty one begins behind it. */
    void startNextSet() {
        writtenBlocks += setBlocks();
        writtenSets[writtenSetCount++] = unwrittenWords;
        unwrittenWords = 0;
        added.clear();
        freed.clear();
    }

    /** Sets in memory that are written; on the SSD there are as many as there were writes. */
    int writtenSetCount() {
        return writtenSetCount;
    }

    int writtenSetWords(int index) {
        return writtenSets[index];
    }

    /**
     * The set that has been written is sorted into the one before, if that is small enough, and so
     * on; what other keys have replaced is gone then. Source: bset.c, bch_btree_sort_lazy.
     *
     * @param inNode words of all keys of the node
     * @param inLastSet words of the keys of the last set, as of now
     */
    void sortSets(int inNode, int inLastSet) {
        liveWords[writtenSetCount - 1] = inLastSet;
        int into = isLeaf() ? firstToSort() : 0;
        if (into < writtenSetCount - 1) {
            for (int i = into + 1; i < writtenSetCount; i++) {
                liveWords[into] += liveWords[i];
            }
            liveWords[into] = into == 0 ? inNode : liveWords[into];
            writtenSets[into] = liveWords[into];
        }
        writtenSetCount = into + 1;
    }

    private int firstToSort() {
        int factor = (int) Math.sqrt(Integer.highestOneBit(nodeBytes / PAGE_BYTES));
        long limit = SORT_WORDS;
        for (int i = writtenSetCount - 2; i >= 0; i--) {
            limit *= factor;
            if (writtenSets[i] < limit) {
                return i;
            }
        }
        return writtenSetCount == SETS_MAX - 1 ? 0 : writtenSetCount - 1;
    }

    int childCount() {
        return childCount;
    }

    BtreeNode child(int index) {
        return children[index];
    }

    /** Index of the child that holds keys ending after {@code position}. */
    int indexFor(long position) {
        int low = 0;
        int high = childCount - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (childEnds[middle] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Puts {@code child} in the place of {@code old}, or beside the others if that is not there.
     */
    void putChild(BtreeNode child) {
        int index = 0;
        while (index < childCount && childEnds[index] < child.end) {
            index++;
        }
        if (index < childCount && childEnds[index] == child.end) {
            children[index] = child;
            return;
        }
        if (childCount == children.length) {
            children = Arrays.copyOf(children, Math.max(8, childCount * 2));
            childEnds = Arrays.copyOf(childEnds, children.length);
        }
        System.arraycopy(children, index, children, index + 1, childCount - index);
        System.arraycopy(childEnds, index, childEnds, index + 1, childCount - index);
        children[index] = child;
        childEnds[index] = child.end;
        childCount++;
    }

    /** Takes a child out. */
    void removeChild(int index) {
        childCount--;
        System.arraycopy(children, index + 1, children, index, childCount - index);
        System.arraycopy(childEnds, index + 1, childEnds, index, childCount - index);
    }
}
