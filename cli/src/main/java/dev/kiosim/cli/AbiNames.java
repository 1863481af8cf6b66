package dev.kiosim.cli;

import dev.kiosim.config.Nearest;
import dev.kiosim.scenarios.vocabulary.Words;
import java.util.Iterator;

/** The ABIs, for the shell's completion, the help text and mistakes. */
final class AbiNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Words.ABIS.iterator();
    }

    /**
     * Lets a name of an ABI pass.
     *
     * @throws WrongUsage if it is none
     */
    static void check(String name) {
        if (!Words.ABIS.contains(name)) {
            throw new WrongUsage("--abi " + name + ": expected one of "
                    + String.join(", ", Words.ABIS)
                    + Nearest.question(Nearest.to(name, Words.ABIS)));
        }
    }
}
