package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.PowerCutCheck;
import dev.kiosim.block.PowerCutReport;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.TestMachine;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A small machine whose power fails again and again, at random events. After each cut a new machine
 * is built over what the drives still hold, everything is read back and compared, and the traffic
 * goes on.
 */
final class PowerCutRun {
    private static final int EVENTS_TO_THE_END = 20_000;
    private static final int EVENTS_OF_A_REGISTRATION = 60;

    private final PowerCutScenario scenario;
    private final long seed;
    private final RandomStream random;
    private final PowerCutReport report = new PowerCutReport();
    private final Settings diskSettings;
    private final Settings ssdSettings;
    private final Map<String, DriveContent> contents = new LinkedHashMap<>();
    private UnaryOperator<BlockDevice> overDisk = below -> below;
    private UnaryOperator<BlockDevice> overSsd = below -> below;
    private TestMachine machine;
    private BlockDevice disk;
    private BlockDevice ssd;
    private Bcache bcache;
    private DurabilityLedger ledger;
    private long version;
    private long life;
    private int hangs;
    private boolean endsQuietly;
    private @Nullable RandomStream registrations;
    private boolean stopping;
    private int underWay;

    PowerCutRun(PowerCutScenario scenario, long seed) {
        this.scenario = scenario;
        this.seed = seed;
        diskSettings = TestMachine.settings("disk", scenario.disk().toArray(new String[0]));
        ssdSettings = TestMachine.settings("ssd", scenario.ssd().toArray(new String[0]));
        random = RandomStream.named(seed, "power cuts of " + scenario.name());
        boot(0);
    }

    /** Now and then the power fails again while the set is being registered. */
    PowerCutRun cuttingRegistrations() {
        registrations = RandomStream.named(seed, "cut registrations of " + scenario.name());
        return this;
    }

    /** Cuts the power when no bio is under way. */
    PowerCutRun endingQuietly() {
        endsQuietly = true;
        return this;
    }

    /** Puts something between bcache and its SSD, from the first boot on. */
    PowerCutRun withSsd(UnaryOperator<BlockDevice> between) {
        overSsd = between;
        format();
        return this;
    }

    /** Puts something between bcache and its disk. */
    PowerCutRun withDisk(UnaryOperator<BlockDevice> between) {
        overDisk = between;
        format();
        return this;
    }

    private void format() {
        contents.clear();
        boot(0);
    }

    /** Sets that could not be registered any more, since their journal had no room for it. */
    int hangs() {
        return hangs;
    }

    PowerCutReport report() {
        return report;
    }

    Engine engine() {
        return machine.engine();
    }

    DriveContent ssdContent() {
        return contents.get("ssd1");
    }

    Bcache bcache() {
        return bcache;
    }

    private void boot(long nowNanos) {
        machine = TestMachine.started(seed, nowNanos, contents);
        disk = machine.build("disk", diskSettings);
        ssd = machine.build("ssd", ssdSettings);
        bcache = new Bcache(
                machine,
                "bcache",
                overDisk.apply(disk),
                overSsd.apply(ssd),
                scenario.config(),
                scenario.attributes());
        ledger = new DurabilityLedger(machine.engine());
    }

    /** Traffic, a cut, a boot and a check, so many times. */
    void cut(int times) {
        for (int i = 0; i < times; i++) {
            if (!bcache.device().isAttached()) {
                format(); // detached: what happens from here on is not bcache's
            }
            live(random.nextInt(scenario.eventsMax()));
            cutOnce(PowerCut.Caches.SEED);
        }
    }

    private void live(int events) {
        life++;
        stopping = false;
        underWay = 0;
        if (scenario.detaches() && life % 4 == 0) {
            bcache.storeAttribute("bdev/detach", "1");
        }
        for (int task = 0; task < scenario.tasks(); task++) {
            new Task(task).next();
        }
        for (int i = 0; i < events; i++) {
            machine.engine().step();
        }
        stopping = endsQuietly;
        for (int i = 0; stopping && underWay > 0; i++) {
            if (i == EVENTS_TO_THE_END) {
                throw new IllegalStateException(underWay + " bios never end");
            }
            machine.engine().step();
        }
    }

    private void cutOnce(PowerCut.Caches caches) {
        Bcache before = bcache;
        DurabilityLedger promised = ledger;
        fail(new PowerCut(caches, random));
        RandomStream again = registrations;
        while (again != null && again.nextInt(4) == 0) {
            int events = again.nextInt(EVENTS_OF_A_REGISTRATION);
            for (int i = 0; i < events && bcache.isStarting(); i++) {
                machine.engine().step();
            }
            if (bcache.isStarting()) {
                fail(new PowerCut(caches, again));
            }
        }
        PowerCutCheck check = new PowerCutCheck(machine.engine(), before, bcache, promised, report);
        if (!check.run()) {
            hang();
            return;
        }
        check.forEachFound((sector, stamp) -> ledger.restart(promised, sector, stamp));
        bcache.checkInvariants();
    }

    /** The set can be registered no more, as bcache's could not: another one takes its place. */
    private void hang() {
        if (bcache.waitsFor().isEmpty()) {
            throw new IllegalStateException("no answer, and no reason");
        }
        hangs++;
        format();
    }

    private void fail(PowerCut how) {
        report.countCut();
        disk.cutPower(how);
        ssd.cutPower(how);
        bcache.cutPower(how);
        boot(machine.engine().nowNanos());
    }

    /**
     * Issues one bio after the other, in a region of its own: nobody reads what somebody else is
     * writing.
     */
    private final class Task {
        private final int id;
        private final RandomStream traffic;
        private final Bio bio = new Bio();
        private long position;

        Task(int id) {
            this.id = id;
            traffic = RandomStream.named(seed, "task " + id + " of life " + life);
        }

        void next() {
            if (stopping) {
                return;
            }
            PowerCutScenario.Mix mix = scenario.mix();
            int sectors = 1 + traffic.nextInt(mix.sectorsMax());
            int dice = traffic.nextInt(100);
            if (dice < mix.flushes()) {
                submit(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0);
            } else {
                place(mix, sectors);
                if (dice < mix.flushes() + mix.reads()) {
                    submit(Bio.Op.READ, 0, position, sectors);
                } else {
                    submit(Bio.Op.WRITE, flags(mix), position, sectors);
                }
            }
        }

        private int flags(PowerCutScenario.Mix mix) {
            int flags = traffic.nextInt(2) == 0 ? Bio.SYNC : 0;
            if (traffic.nextInt(100) < mix.fua()) {
                flags |= Bio.FUA;
            }
            return traffic.nextInt(100) < mix.fua() / 4 ? flags | Bio.PREFLUSH : flags;
        }

        private void place(PowerCutScenario.Mix mix, int sectors) {
            int region = scenario.sectors() / scenario.tasks();
            long first = (long) region * id;
            boolean isRandom = traffic.nextInt(100) >= mix.sequential();
            if (isRandom || position < first || position + sectors > first + region) {
                position = first + traffic.nextInt(region - sectors);
            }
        }

        private void submit(Bio.Op op, int flags, long sector, int sectors) {
            bio.prepare(op, flags, sector, sectors, this::ended);
            bio.taskId = id;
            if (op == Bio.Op.WRITE) {
                bio.ownerTag = ++version;
            }
            if (op != Bio.Op.FLUSH) {
                bio.stamps = new long[sectors];
                Arrays.fill(bio.stamps, version);
            }
            ledger.submitted(bio, version);
            underWay++;
            bio.submitTo(bcache, machine.engine().nowNanos());
        }

        private void ended(Bio ended) {
            ended.settle(machine.engine().nowNanos());
            ledger.ended(ended);
            underWay--;
            position = ended.endSector();
            machine.engine().schedule(traffic.nextInt(scenario.mix().thinkNanosMax()), this::next);
        }
    }
}
