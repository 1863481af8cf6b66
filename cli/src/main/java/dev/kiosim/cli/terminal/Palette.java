package dev.kiosim.cli.terminal;

/** Colours of messages: those of the terminal, or none. */
public enum Palette {
    /** No colour. */
    PLAIN,
    /** The escape sequences of ECMA-48, section 8.3.117. */
    COLOUR;

    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[1;31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RESET = "\u001b[0m";

    /** What heads something. */
    public String heading(String text) {
        return in(BOLD, text);
    }

    /** What went wrong. */
    public String failure(String text) {
        return in(RED, text);
    }

    /** What held. */
    public String success(String text) {
        return in(GREEN, text);
    }

    /** What may be wrong. */
    public String warning(String text) {
        return in(YELLOW, text);
    }

    private String in(String colour, String text) {
        return this == PLAIN ? text : colour + text + RESET;
    }
}
