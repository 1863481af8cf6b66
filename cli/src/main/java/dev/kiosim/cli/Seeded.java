package dev.kiosim.cli;

import java.util.OptionalLong;

/** A command that simulates, and so can be repeated by its seed. */
interface Seeded {
    /** The seed of its run; none before the scenario is read. */
    OptionalLong seed();
}
