package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Profile;
import java.util.ArrayList;
import java.util.List;

/**
 * A random program as data, so that steps can be left out: what each of its tasks does, and the
 * machine it runs on. A step draws its details from a seed of its own, so that leaving out another
 * does not change it.
 *
 * @param kind which of the tested kinds of context
 * @param seed of the program
 * @param tasks the steps of each task
 */
record RandomProgram(Tested kind, long seed, Machine machine, List<List<Step>> tasks) {
    private static final CostTable[] COSTS = {
        CostTable.FREE, CostTable.SERVER_2013, CostTable.MODERN_VM
    };

    /** What a step does; the weight says how often. */
    enum What {
        SETUP(4),
        SUBMIT(36),
        REAP(22),
        USER_REAP(10),
        CANCEL(8),
        DESTROY(3),
        WRITE_EVENTFD(4),
        READ_EVENTFD(4),
        COMPUTE(5),
        FAULT(4);

        private final int weight;

        What(int weight) {
            this.weight = weight;
        }

        static What draw(RandomStream random) {
            int dice = random.nextInt(100);
            for (What what : values()) {
                dice -= what.weight;
                if (dice < 0) {
                    return what;
                }
            }
            throw new AssertionError("the weights are less than 100");
        }
    }

    /** One step; {@code context} chooses among those that live. */
    record Step(What what, int context, long seed) {}

    /**
     * What it runs on.
     *
     * @param choosesAtRandom whether competing steps are ordered by chance, not first-come
     * @param ringBytes of the new ABI
     * @param ringStart of the new ABI: some shortly before the wrap at 2^32
     */
    record Machine(
            int cpus,
            CostTable costs,
            Profile profile,
            boolean choosesAtRandom,
            int ringBytes,
            int ringStart) {

        static Machine draw(RandomStream random) {
            return new Machine(
                    1 + random.nextInt(4),
                    COSTS[random.nextInt(COSTS.length)],
                    random.nextInt(2) == 0 ? Profile.MODERN : Profile.Y2013,
                    random.nextInt(2) == 0,
                    256 << random.nextInt(6),
                    random.nextInt(2) == 0 ? 0 : -8 * random.nextInt(200));
        }

        @Override
        public String toString() {
            String price = costs == CostTable.FREE ? "for free" : "at a price";
            return cpus + " CPUs " + price + ", profile " + profile
                    + (choosesAtRandom ? ", competing steps by chance" : "") + ", v2 rings of "
                    + ringBytes + " bytes from " + Integer.toUnsignedString(ringStart);
        }
    }

    /** The program of that seed. */
    static RandomProgram of(Tested kind, long seed) {
        RandomStream random = RandomStream.named(seed, "program");
        Machine machine = Machine.draw(random);
        List<List<Step>> tasks = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<Step> steps = new ArrayList<>();
            int length = 10 + random.nextInt(30);
            for (int j = 0; j < length; j++) {
                What what = What.draw(random);
                steps.add(new Step(what, random.nextInt(16), random.nextLong()));
            }
            tasks.add(List.copyOf(steps));
        }
        return new RandomProgram(kind, seed, machine, List.copyOf(tasks));
    }

    RandomProgram with(List<List<Step>> others) {
        return new RandomProgram(kind, seed, machine, others);
    }

    RandomProgram on(Machine other) {
        return new RandomProgram(kind, seed, other, tasks);
    }

    int stepCount() {
        return tasks.stream().mapToInt(List::size).sum();
    }

    @Override
    public String toString() {
        return kind + " program " + seed + ": " + tasks.size() + " tasks, " + stepCount()
                + " steps, " + machine;
    }
}
