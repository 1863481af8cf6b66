package dev.kiosim.kernel.vfs;

/** Who is told that a kiocb is done: the kernel's {@code ki_complete}. */
@FunctionalInterface
public interface KiocbEnd {
    /** The kiocb is done; its result, receipt and findings are filled in. Called once. */
    void kiocbEnded(Kiocb kiocb);

    /** A number that tells it from the others in flight, the same in every run; 0 if none does. */
    default long identity() {
        return 0;
    }
}
