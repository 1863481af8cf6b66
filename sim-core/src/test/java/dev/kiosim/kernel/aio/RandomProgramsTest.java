package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Random programs of submits, reaps, cancels, set-ups and destroys by several tasks: every accepted
 * iocb completes once, is delivered once unless its context was destroyed, in completion order, and
 * all structures hold together after every event.
 *
 * <p>{@code -Dkiosim.programs=100000} runs as many as the slow profile does.
 */
class RandomProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("kiosim.programs", 1_000);

    @Test
    void every_accepted_iocb_of_the_new_abi_completes_exactly_once() {
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            long number = seed;
            run(seed, programs -> newAbi(number, programs));
        }
    }

    @Test
    void every_accepted_iocb_of_the_classic_abi_completes_exactly_once() {
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            run(seed, programs -> {
                AioV1.addTo(programs.aio);
                return new TestedV1();
            });
        }
    }

    @Test
    void every_accepted_context_less_iocb_completes_exactly_once() {
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            run(seed, programs -> {
                AioV2.addTo(programs.aio, AioV2Config.usual());
                return new TestedNoctx();
            });
        }
    }

    private static void run(long seed, Function<RandomPrograms, TestedAbi> abi) {
        try {
            new RandomPrograms(seed, abi).run();
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
        }
    }

    /** Rings small enough to overflow, some of them shortly before the wrap at 2^32. */
    private static TestedAbi newAbi(long seed, RandomPrograms programs) {
        RandomStream random = RandomStream.named(seed, "ring");
        int ringBytes = 128 << random.nextInt(7);
        int start = random.nextInt(2) == 0 ? 0 : -8 * random.nextInt(200);
        return new TestedV2(AioV2.addTo(programs.aio, new AioV2Config(ringBytes, start)));
    }
}
