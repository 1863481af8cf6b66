package dev.kiosim.devices.fault;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.config.ConfigException;
import dev.kiosim.engine.Nullable;

/**
 * Which bios are hit, and what becomes of them. A bio is hit if all conditions hold.
 *
 * @param op only bios of this operation; null: of any
 * @param firstSector only bios with a sector at or after this one
 * @param endSector only bios with a sector before this one
 * @param fromNanos only bios that come at this time or later
 * @param untilNanos only bios that come before this time
 * @param nth only the nth of those bios, from 1; 0: all
 * @param every only each so many-th of those bios; 0: all
 * @param partsPerMillion chance of each of those bios; a million: certain
 * @param status 0: it is served; else it fails with this -errno, the device below does not see it
 * @param delayNanos it ends so much later
 * @param factor the device below takes so many times as long
 */
public record FaultRule(
        Bio.@Nullable Op op,
        long firstSector,
        long endSector,
        long fromNanos,
        long untilNanos,
        long nth,
        long every,
        int partsPerMillion,
        int status,
        long delayNanos,
        int factor) {
    /** A certain hit. */
    public static final int CERTAIN = 1_000_000;

    /** Checks the ranges. */
    public FaultRule {
        if (endSector <= firstSector) {
            throw new ConfigException("sectors", endSector - firstSector, "at least 1");
        }
        if (untilNanos <= fromNanos) {
            throw new ConfigException("until", untilNanos, "later than from");
        }
        if (nth > 0 && every > 0) {
            throw new ConfigException("every", every, "either nth or every, not both");
        }
        if (factor < 1) {
            throw new ConfigException("slow_factor", factor, "at least 1");
        }
    }

    /** Whether the conditions hold that do not depend on other bios. */
    boolean concerns(Bio bio, long nowNanos) {
        return (op == null || op == bio.op)
                && nowNanos >= fromNanos
                && nowNanos < untilNanos
                && bio.sector < endSector
                && Math.max(bio.endSector(), bio.sector + 1) > firstSector;
    }

    /** Whether every bio meets a device that is not there: it is gone while the rule holds. */
    boolean isRemoval() {
        return status == BioStatus.ENODEV
                && op == null
                && firstSector == 0
                && endSector == Long.MAX_VALUE
                && nth == 0
                && every == 0
                && partsPerMillion == CERTAIN;
    }

    /** Whether the {@code number}-th bio of those is hit, as far as counting decides. */
    boolean counts(long number) {
        return (nth == 0 || number == nth) && (every == 0 || number % every == 0);
    }
}
