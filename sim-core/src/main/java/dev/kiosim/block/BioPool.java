package dev.kiosim.block;

import dev.kiosim.engine.Nullable;

/** Bios that wait to be used again; grows to the most that were ever in flight. */
public final class BioPool {
    private @Nullable Bio free;

    /** A bio to be prepared. */
    public Bio take() {
        Bio bio = free;
        if (bio == null) {
            return new Bio();
        }
        free = bio.next;
        bio.next = null;
        return bio;
    }

    /** Gives back a bio that has ended. */
    public void give(Bio bio) {
        bio.next = free;
        free = bio;
    }
}
