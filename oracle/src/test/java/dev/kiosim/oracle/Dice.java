package dev.kiosim.oracle;

import dev.kiosim.engine.RandomStream;
import java.util.List;

/** The throws that decide what a random program does. */
record Dice(RandomStream random) {
    /** 0 to {@code bound - 1}. */
    int upTo(int bound) {
        return random.nextInt(bound);
    }

    String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    boolean isHeads() {
        return random.nextInt(2) == 0;
    }

    boolean rarely(int of) {
        return random.nextInt(of) == 0;
    }
}
