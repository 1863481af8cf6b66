package dev.kiosim.block;

/** Who is told that a bio is done: handed down with the bio, the only way upwards. */
@FunctionalInterface
public interface BioEnd {
    /**
     * The bio is done; {@link Bio#status} says how. Called once per submission, from the engine's
     * loop.
     */
    void bioEnded(Bio bio);
}
