package dev.kiosim.engine;

/**
 * Something that happens at an instant of simulated time. Components make their events once and
 * schedule them again and again; an event may stand in the queue several times.
 */
@FunctionalInterface
public interface Event {
    /** The actor of all steps that never compete: they fire first-come, before any choice. */
    int MACHINE = 0;

    /** Runs the event; called by the engine only, at the instant it is due. */
    void fire();

    /**
     * Who takes this step: {@link #MACHINE}, or a positive number for a step that competes with
     * those of other actors due in the same instant. Steps of one actor keep their order.
     */
    default int actor() {
        return MACHINE;
    }
}
