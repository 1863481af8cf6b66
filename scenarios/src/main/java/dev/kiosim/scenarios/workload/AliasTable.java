package dev.kiosim.scenarios.workload;

import dev.kiosim.engine.RandomStream;

/** Draws indexes with given weights in constant time. Source: Vose, IEEE TSE 17(9), 1991. */
final class AliasTable {
    private final int count;
    private final long[] keepBelow; // of 2^53: below it the column itself, else its alias
    private final int[] alias;

    AliasTable(double[] weights) {
        count = weights.length;
        keepBelow = new long[count];
        alias = new int[count];
        build(scaled(weights));
    }

    private static double[] scaled(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] * weights.length / sum;
        }
        return shares;
    }

    private void build(double[] shares) {
        int[] small = new int[count];
        int[] large = new int[count];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < count; i++) {
            if (shares[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[larges - 1];
            set(less, shares[less], more);
            shares[more] -= 1 - shares[less];
            if (shares[more] < 1) {
                larges--;
                small[smalls++] = more;
            }
        }
        while (larges > 0) {
            int full = large[--larges];
            set(full, 1, full);
        }
        while (smalls > 0) { // left over by rounding
            int full = small[--smalls];
            set(full, 1, full);
        }
    }

    private void set(int column, double share, int other) {
        keepBelow[column] = (long) (share * 0x1.0p53);
        alias[column] = other;
    }

    int next(RandomStream random) {
        int column = random.nextInt(count);
        return random.nextLong() >>> 11 < keepBelow[column] ? column : alias[column];
    }
}
