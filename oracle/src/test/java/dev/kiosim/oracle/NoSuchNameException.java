package dev.kiosim.oracle;

/** A step uses a name that no earlier step gave: the program makes no sense. */
final class NoSuchNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchNameException(String name) {
        super("nothing is called " + name);
    }
}
