package dev.kiosim.block;

import dev.kiosim.engine.Nullable;

/** A first-in, first-out list threaded through {@link Bio#next}; a bio is in at most one. */
final class BioList {
    private @Nullable Bio first;
    private @Nullable Bio last;
    private int size;

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    void addLast(Bio bio) {
        bio.next = null;
        if (last == null) {
            first = bio;
        } else {
            last.next = bio;
        }
        last = bio;
        size++;
    }

    /** Removes and returns the first bio, which is then in no list; null if there is none. */
    @Nullable
    Bio removeFirst() {
        Bio bio = first;
        if (bio != null) {
            first = bio.next;
            bio.next = null;
            if (first == null) {
                last = null;
            }
            size--;
        }
        return bio;
    }
}
