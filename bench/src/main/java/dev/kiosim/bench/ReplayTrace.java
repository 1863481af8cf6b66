package dev.kiosim.bench;

import dev.kiosim.engine.RandomStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Requests to a million blocks, zipf 1.0, popular blocks scattered over the device; room for a
 * tenth of them.
 */
final class ReplayTrace {
    static final int OBJECTS = 1_000_000;
    static final int ROOM = 100_000;
    private static final long SEED = 1;

    private final int[] requests;

    /** {@code count} requests, the same ones for the same count. */
    ReplayTrace(int count) {
        RandomStream random = RandomStream.named(SEED, "replay");
        double[] cumulated = new double[OBJECTS];
        double sum = 0;
        for (int i = 0; i < OBJECTS; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
        int[] places = scattered(random);
        requests = new int[count];
        for (int i = 0; i < count; i++) {
            int rank = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
            requests[i] = places[Math.min(OBJECTS - 1, rank < 0 ? -rank - 1 : rank)];
        }
    }

    private static int[] scattered(RandomStream random) {
        int[] places = new int[OBJECTS];
        Arrays.setAll(places, i -> i);
        for (int i = OBJECTS - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int place = places[i];
            places[i] = places[j];
            places[j] = place;
        }
        return places;
    }

    /** Block numbers, 0 to OBJECTS - 1. */
    int[] requests() {
        return requests;
    }

    /** The same as 32-bit words in the byte order of this machine. */
    byte[] bytes() {
        ByteBuffer buffer =
                ByteBuffer.allocate(requests.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        buffer.asIntBuffer().put(requests);
        return buffer.array();
    }
}
