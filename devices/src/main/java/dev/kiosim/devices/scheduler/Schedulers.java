package dev.kiosim.devices.scheduler;

import dev.kiosim.block.Drive;
import dev.kiosim.block.Elevator;
import dev.kiosim.block.QueueLimits;
import dev.kiosim.block.RequestQueue;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The request queue that stands in front of every drive: its keys, the same on every device kind
 * that has one, and how it is built from them.
 */
public final class Schedulers {
    /** Key: which elevator. */
    public static final String SCHEDULER = "scheduler";

    private static final int SECTORS_PER_KIB = 2;
    private static final String ONLY_DEADLINE = SCHEDULER + "=" + DeadlineElevator.NAME;
    private static final List<String> WORDS =
            List.of(DeadlineElevator.NAME, NoopElevator.NAME, "sstf", "look", "clook");

    private static final List<Key> DEADLINE_KEYS = List.of(
            Key.optional(
                            "read_expire",
                            KeyType.DURATION,
                            "500ms",
                            "Age at which a waiting read is due. Source: Linux mq-deadline.")
                    .when(ONLY_DEADLINE),
            Key.optional(
                            "write_expire",
                            KeyType.DURATION,
                            "5s",
                            "Age at which a waiting write is due. Source: Linux mq-deadline.")
                    .when(ONLY_DEADLINE),
            Key.optional(
                            "fifo_batch",
                            KeyType.INTEGER,
                            "16",
                            "Requests of one direction in a row. Source: Linux mq-deadline.")
                    .between(1, 1 << 20)
                    .when(ONLY_DEADLINE),
            Key.optional(
                            "writes_starved",
                            KeyType.INTEGER,
                            "2",
                            "Batches of reads that may pass over waiting writes. Source: Linux"
                                    + " mq-deadline.")
                    .between(0, 1 << 20)
                    .when(ONLY_DEADLINE),
            Key.optional(
                            "prio_aging_expire",
                            KeyType.DURATION,
                            "10s",
                            "How long a request of a lower priority class waits for those of higher"
                                    + " ones. Source: Linux mq-deadline.")
                    .when(ONLY_DEADLINE),
            Key.optional(
                            "front_merges",
                            KeyType.BOOLEAN,
                            "true",
                            "Whether bios merge at the front of requests, too. Source: Linux"
                                    + " mq-deadline.")
                    .when(ONLY_DEADLINE));
    private static final List<Key> LIMIT_KEYS = List.of(
            Key.optional(
                            "nr_requests",
                            KeyType.INTEGER,
                            null,
                            "Requests of the queue in each direction; a submitter beyond sleeps."
                                    + " Default: the kernel profile's, 128.")
                    .between(1, 1 << 20),
            Key.optional(
                            "max_sectors_kb",
                            KeyType.INTEGER,
                            null,
                            "Greatest length of a request, KiB; longer bios are split. Default:"
                                    + " the kernel profile's, 512 in 2013, 1280 in modern.")
                    .between(1, 1 << 20),
            Key.optional(
                            "max_segments",
                            KeyType.INTEGER,
                            null,
                            "Greatest number of memory segments in a request. Default: the kernel"
                                    + " profile's, 128.")
                    .between(1, 1 << 16));

    private Schedulers() {}

    /** The keys of a queue; {@code defaultScheduler} is the elevator if none is named. */
    public static List<Key> keys(String defaultScheduler) {
        List<Key> keys = new ArrayList<>();
        keys.add(schedulerKey(defaultScheduler));
        keys.addAll(DEADLINE_KEYS);
        keys.addAll(LIMIT_KEYS);
        return List.copyOf(keys);
    }

    private static Key schedulerKey(String defaultScheduler) {
        List<String> words = new ArrayList<>(List.of(defaultScheduler));
        WORDS.stream().filter(word -> !word.equals(defaultScheduler)).forEach(words::add);
        return Key.word(
                SCHEDULER,
                List.copyOf(words),
                "IO scheduler in front of the drive: deadline (batches by sector, expiry times),"
                        + " noop (first come, first served), or a textbook one by position:"
                        + " sstf, look, clook.");
    }

    /** Puts the queue that {@code settings} ask for in front of {@code drive}. */
    public static RequestQueue inFrontOf(
            Drive drive, DeviceContext context, String deviceName, Settings settings) {
        RequestQueue.Surroundings around = new RequestQueue.Surroundings(
                context.engine(), context.plug(), context.tracer(), context.nextDeviceNumber());
        return new RequestQueue(
                deviceName,
                around,
                limits(context.queueLimits(), settings),
                elevator(settings),
                drive);
    }

    private static QueueLimits limits(QueueLimits profile, Settings settings) {
        return new QueueLimits(
                settings.has("nr_requests")
                        ? (int) settings.number("nr_requests")
                        : profile.requestsPerDirection(),
                settings.has("max_sectors_kb")
                        ? (int) settings.number("max_sectors_kb") * SECTORS_PER_KIB
                        : profile.requestSectorsMax(),
                settings.has("max_segments")
                        ? (int) settings.number("max_segments")
                        : profile.segmentsMax(),
                profile.plugRequestsMax(),
                profile.plugFlushSectors());
    }

    private static Elevator elevator(Settings settings) {
        String word = settings.text(SCHEDULER);
        if (word.equals(NoopElevator.NAME)) {
            return new NoopElevator();
        }
        for (PositionElevator.Policy policy : PositionElevator.Policy.values()) {
            if (policy.word().equals(word)) {
                return new PositionElevator(policy);
            }
        }
        return new DeadlineElevator(new DeadlineConfig(
                settings.number("read_expire"),
                settings.number("write_expire"),
                (int) settings.number("fifo_batch"),
                (int) settings.number("writes_starved"),
                settings.number("prio_aging_expire"),
                settings.flag("front_merges")
                        ? DeadlineConfig.FrontMerges.ON
                        : DeadlineConfig.FrontMerges.OFF));
    }
}
