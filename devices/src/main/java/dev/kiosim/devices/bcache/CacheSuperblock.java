package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;

/**
 * The superblock of the cache device while the set runs: written whenever a setting that it holds
 * is changed (replacement policy, discard, synchronous). Source: super.c, bcache_write_super.
 */
final class CacheSuperblock {
    private final CacheSet set;
    private final BioEnd writeEnd = this::writeEnded;
    private boolean writing;
    private boolean writeAgain;

    CacheSuperblock(CacheSet set) {
        this.set = set;
    }

    /** Writes it, behind the write that may be in flight; before registration formatting does. */
    void write() {
        if (!set.isThere()) {
            return;
        }
        if (writing) {
            writeAgain = true;
            return;
        }
        writing = true;
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META,
                Superblocks.SECTOR,
                Superblocks.SECTORS,
                writeEnd);
        set.metadata().fill(bio, Superblocks.cache(set.geometry()));
        set.submit(bio, set.cacheDevice());
    }

    private void writeEnded(Bio bio) {
        bio.settle(set.nowNanos());
        set.release(bio);
        writing = false;
        if (writeAgain) {
            writeAgain = false;
            write();
        }
    }
}
