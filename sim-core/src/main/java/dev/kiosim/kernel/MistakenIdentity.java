package dev.kiosim.kernel;

/** Hears what goes wrong for a program because it goes on in another task. */
@FunctionalInterface
public interface MistakenIdentity {
    /** What went wrong. */
    enum Kind {
        /** The program has another tid than before. */
        TID_CHANGED,
        /** A lock belongs to the tid of a task that stayed behind. */
        LOCK_ASTRAY,
        /** A signal was sent to a task that stayed behind. */
        SIGNAL_ASTRAY
    }

    /** It went wrong as {@code text} says, one line for people. */
    void mistaken(Kind kind, String text);
}
