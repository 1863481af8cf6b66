package dev.kiosim.scenarios.trace;

import java.util.Arrays;

/** Small numbers for thread ids, in the order in which they come: an open hash of ints. */
final class TaskNumbers {
    private static final int NONE = -1;
    private static final int HASH_MULTIPLIER = 0x9e3779b9;
    private static final int FIRST_LENGTH = 64;

    private int[] pids = new int[FIRST_LENGTH];
    private int[] numbers = new int[FIRST_LENGTH];
    private int count;

    TaskNumbers() {
        Arrays.fill(numbers, NONE);
    }

    /** The number of thread {@code pid}: from 0, the same each time. */
    int of(int pid) {
        int at = placeOf(pid);
        if (numbers[at] != NONE) {
            return numbers[at];
        }
        if (count == pids.length / 2) {
            grow();
            at = placeOf(pid);
        }
        pids[at] = pid;
        numbers[at] = count;
        return count++;
    }

    private int placeOf(int pid) {
        int mask = pids.length - 1;
        int at = pid * HASH_MULTIPLIER >>> 1 & mask;
        while (numbers[at] != NONE && pids[at] != pid) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        int[] oldPids = pids;
        int[] oldNumbers = numbers;
        pids = new int[oldPids.length * 2];
        numbers = new int[pids.length];
        Arrays.fill(numbers, NONE);
        for (int i = 0; i < oldPids.length; i++) {
            if (oldNumbers[i] != NONE) {
                int at = placeOf(oldPids[i]);
                pids[at] = oldPids[i];
                numbers[at] = oldNumbers[i];
            }
        }
    }
}
