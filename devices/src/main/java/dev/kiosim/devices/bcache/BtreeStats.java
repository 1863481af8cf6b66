package dev.kiosim.devices.bcache;

/**
 * {@code bset_tree_stats}: which sets of keys the nodes have in memory. Source: sysfs.c,
 * bch_bset_print_stats; bset.c, bch_btree_keys_stats.
 */
final class BtreeStats {
    private static final int SET_HEADER_BYTES = 32;
    /** Keys of a written set are found through a tree with a node for each cache line. */
    private static final int CACHELINE_BYTES = 128;
    /** A set without such a tree counts as one node less than none, in 32 bits. */
    private static final long NO_TREE = 0xffff_ffffL;

    private final CacheSet set;
    private long nodes;
    private long writtenSets;
    private long unwrittenSets;
    private long writtenWords;
    private long unwrittenWords;
    private long floats;

    BtreeStats(CacheSet set) {
        this.set = set;
    }

    /** {@code bset_tree_stats} as sysfs prints it. Floats that failed are not modelled: 0. */
    String text() {
        nodes = 0;
        writtenSets = 0;
        unwrittenSets = 0;
        writtenWords = 0;
        unwrittenWords = 0;
        floats = 0;
        count(set.btree().root());
        return "btree nodes:\t\t" + nodes
                + "\nwritten sets:\t\t" + writtenSets
                + "\nunwritten sets:\t\t" + unwrittenSets
                + "\nwritten key bytes:\t" + writtenWords * Long.BYTES
                + "\nunwritten key bytes:\t" + unwrittenWords * Long.BYTES
                + "\nfloats:\t\t\t" + floats
                + "\nfailed:\t\t\t0\n";
    }

    private void count(BtreeNode node) {
        nodes++;
        for (int i = 0; i < node.writtenSetCount(); i++) {
            writtenSets++;
            writtenWords += node.writtenSetWords(i);
            floats += floats(node.writtenSetWords(i));
        }
        if (node.writtenBlocks < node.blockCount()) {
            unwrittenSets++;
            unwrittenWords += node.unwrittenWords();
        }
        for (int i = 0; i < node.childCount(); i++) {
            count(node.child(i));
        }
    }

    private static long floats(int words) {
        long lines = (SET_HEADER_BYTES + (long) words * Long.BYTES) / CACHELINE_BYTES;
        return lines < 2 ? NO_TREE : lines - 1;
    }
}
