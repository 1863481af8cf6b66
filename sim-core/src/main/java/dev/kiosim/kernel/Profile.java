package dev.kiosim.kernel;

/** Which kernel's behaviour is simulated where the two differ. */
public enum Profile {
    /** The recorded kernels, Linux 6.x. */
    MODERN,
    /** The year of the proposal: Linux 3.4 to 3.9. */
    Y2013
}
