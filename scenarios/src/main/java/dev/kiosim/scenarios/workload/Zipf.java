package dev.kiosim.scenarios.workload;

import dev.kiosim.engine.RandomStream;

/**
 * Zipf-distributed ranks 1 to n. The most frequent ranks come from an alias table (Walker 1977,
 * Vose 1991), one random number and one look-up each; the rest, seldom drawn, by
 * rejection-inversion, so that no table grows with n.
 *
 * <p>Source of the latter: Hoermann and Derflinger, "Rejection-inversion to generate variates from
 * monotone discrete distributions", ACM TOMACS 6(3), 1996.
 */
final class Zipf {
    private static final int HEAD_RANKS_MAX = 1 << 16;

    private final RandomStream random;
    private final AliasTable head; // its last entry stands for the whole tail, if there is one
    private final int headRanks;
    private final long count;
    private final double exponent;
    private final double integralAtFirst;
    private final double integralAtLast;
    private final double acceptWithin;

    /** Ranks 1 to {@code count}, chance in proportion to rank^-exponent; exponent above 0. */
    Zipf(long count, double exponent, RandomStream random) {
        this.random = random;
        this.count = count;
        this.exponent = exponent;
        headRanks = (int) Math.min(count, HEAD_RANKS_MAX);
        double first = headRanks + 1.0;
        integralAtFirst = integral(first + 0.5) - density(first);
        integralAtLast = integral(count + 0.5);
        acceptWithin = first + 1 - inverse(integral(first + 1.5) - density(first + 1));
        head = new AliasTable(weights());
    }

    private double[] weights() {
        boolean hasTail = count > headRanks;
        double[] weights = new double[headRanks + (hasTail ? 1 : 0)];
        for (int i = 0; i < headRanks; i++) {
            weights[i] = density(i + 1.0);
        }
        if (hasTail) {
            weights[headRanks] = integralAtLast - integral(headRanks + 0.5);
        }
        return weights;
    }

    /** The next rank. */
    long next() {
        int index = head.next(random);
        return index < headRanks ? index + 1 : nextOfTail();
    }

    private long nextOfTail() {
        while (true) {
            double u = integralAtLast + random.nextDouble() * (integralAtFirst - integralAtLast);
            double x = inverse(u);
            double rank = Math.rint(x);
            rank = Math.max(headRanks + 1.0, Math.min((double) count, rank));
            if (rank - x <= acceptWithin || u >= integral(rank + 0.5) - density(rank)) {
                return (long) rank;
            }
        }
    }

    private double density(double x) {
        return StrictMath.exp(-exponent * StrictMath.log(x));
    }

    /** Integral of the density from 1 to x, in the form that stays exact near exponent 1. */
    private double integral(double x) {
        double log = StrictMath.log(x);
        return expm1Over((1 - exponent) * log) * log;
    }

    private double inverse(double x) {
        double t = Math.max(-1, x * (1 - exponent));
        return StrictMath.exp(log1pOver(t) * x);
    }

    private static double log1pOver(double x) {
        return StrictMath.abs(x) > 1e-8 ? StrictMath.log1p(x) / x : 1 - x * (0.5 - x / 3);
    }

    private static double expm1Over(double x) {
        return StrictMath.abs(x) > 1e-8 ? StrictMath.expm1(x) / x : 1 + x * 0.5 * (1 + x / 3);
    }
}
