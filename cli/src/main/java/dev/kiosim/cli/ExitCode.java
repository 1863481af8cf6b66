package dev.kiosim.cli;

/** What the exit code of the command says. */
enum ExitCode {
    DONE(0, "Done, and every expectation held."),
    FAILED(1, "An expectation or a conformance case failed."),
    USAGE(2, "Wrong usage, a wrong scenario file, or input that cannot be used."),
    BROKEN(3, "kiosim itself is wrong: it prints the command that repeats this."),
    INTERRUPTED(130, "Interrupted.");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number. */
    int code() {
        return code;
    }

    /** When the command ends with it. */
    String meaning() {
        return meaning;
    }
}
