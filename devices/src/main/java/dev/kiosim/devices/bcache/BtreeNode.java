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

    private static final int SET_HEADER_BYTES = 32;
    private static final int WORD_BYTES = 8;
    /** Words kept free in a leaf, since inserting into the middle of an extent makes two of it. */
    private static final int KEY_WORDS_MAX = 8;
    /** A leaf whose unwritten set is larger than this is written at once. */
    private static final int SET_BYTES_MAX = 4096 - 48;

    /** 0 for a leaf. */
    final int level;
    /** Where it is on the SSD. */
    final int bucket;
    /** Keys of a leaf; empty in an interior node. */
    final LeafKeys keys = new LeafKeys();
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

    /** The node's own key: no key in it ends later. */
    long end = Bkey.POSITION_MAX;
    /** Blocks of its bucket that are written. */
    int writtenBlocks;
    /** Whether the last set has keys that are not being written yet. */
    boolean dirty;
    /** Whether a write of it is in flight. */
    boolean writing;
    /** Whether it is to be written again as soon as the write in flight has ended. */
    boolean writeQueued;
    /** Taken up when no write of it is in flight or queued any more. */
    @Nullable
    Event whenWritten;
    /** Oldest journal entry that has keys of the last set, or {@link #NO_PIN}. */
    long journalPin = NO_PIN;
    /** The same for the set that is being written. */
    long writingPin = NO_PIN;
    /** Whether the write that comes next lets the priority table be written again. */
    int prioBlocked;
    /** The same for the write in flight. */
    int writingPrioBlocked;

    BtreeNode(Geometry geometry, Engine engine, int level, int bucket, long id, Owner owner) {
        this.id = id;
        this.level = level;
        this.bucket = bucket;
        nodeBytes = geometry.nodeSectors() << 9;
        blockBytes = geometry.blockBytes();
        writeTimer = new Timer(engine, () -> owner.write(this));
        writeEnd = bio -> owner.writeEnded(this, bio);
    }

    /** Who writes nodes. */
    interface Owner {
        /** The node is due to be written. */
        void write(BtreeNode node);

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

    /** At registration: {@code blocks} are written, and all keys are in them. */
    void restore(int blocks) {
        writtenBlocks = blocks;
        unwrittenWords = 0;
    }

    /** The last set has been handed to the SSD: an empty one begins behind it. */
    void startNextSet() {
        writtenBlocks += setBlocks();
        unwrittenWords = 0;
        added.clear();
        freed.clear();
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
