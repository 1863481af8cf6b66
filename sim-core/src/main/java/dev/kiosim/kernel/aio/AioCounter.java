package dev.kiosim.kernel.aio;

/** What the completion path counts over a whole run: one row each. */
public enum AioCounter {
    /** Runs of completions of one context that were shown to user space, each at once. */
    PUBLICATIONS("publications", "Runs of completions of one context, each published at once."),
    /** Times that a context woke those who wait in it. */
    WAKE_UPS("wake_ups", "Times that a context woke those who wait in it."),
    /** Signals to the eventfds of contexts, and to those of single iocbs of the classic ABI. */
    EVENTFD_SIGNALS("eventfd_signals", "Signals to the eventfds of contexts and of iocbs."),
    /** Events that found no room in a ring of the new ABI and went on the overflow list. */
    OVERFLOWS("overflows", "Events that found no room in a v2 ring and had to wait for it.");

    private final String label;
    private final String text;

    AioCounter(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** The word for it in a scenario. */
    public String label() {
        return label;
    }

    /** One sentence for the reference page. */
    public String text() {
        return text;
    }
}
