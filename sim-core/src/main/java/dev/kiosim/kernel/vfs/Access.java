package dev.kiosim.kernel.vfs;

/**
 * Who may do what with a file or directory: its owner, and the nine permission bits. Groups are
 * left out: whoever is not the owner counts among the others. User 0 may do everything. Source:
 * Linux fs/namei.c, acl_permission_check.
 *
 * @param owner user id of the owner
 * @param mode permission bits, 0 to 0777
 */
public record Access(int owner, int mode) {
    static final int READ = 4;
    static final int WRITE = 2;
    /** Of a directory: looking up names in it. */
    static final int SEARCH = 1;

    /** The owner is user 0, who may do everything; others read, and search. */
    static final Access OF_ROOT = new Access(0, 0755);

    private static final int OWNER_SHIFT = 6;

    /** Whether user {@code uid} may do all of {@code wanted}. */
    boolean allows(int uid, int wanted) {
        int bits = uid == owner ? mode >> OWNER_SHIFT : mode;
        return uid == 0 || (bits & wanted) == wanted;
    }
}
