package dev.kiosim.engine;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * The only place where simulated time moves. Events due at the same instant fire in FIFO order,
 * unless a {@link Chooser} reorders the steps of competing actors.
 *
 * <p>Time is nanoseconds since the start, 0 to 2^62. At most 2^24 events may wait at once, and 2^39
 * may be scheduled in a run.
 */
public final class Engine {
    private static final int SLOT_BITS = 24;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final long FAR_FUTURE_NANOS = Long.MAX_VALUE / 2;
    private static final int COMPACT_FROM = 1024;
    /** Events of one instant before it is called a livelock: far above any real burst. Assumed. */
    private static final long LIVELOCK_EVENTS = 50_000_000L;

    private static final Event CANCELLED = () -> {
        throw violated("a cancelled event fired");
    };

    private final EventQueue queue = new EventQueue();
    private final long seed;
    private final @Nullable Chooser chooser;
    private final long livelockEvents;
    private Event[] events = new Event[256];
    private int[] freeSlots = new int[256];
    private int freeCount;
    private int slotCount;
    private int cancelledCount;
    private long nowNanos;
    private long eventsScheduled;
    private long eventsFired;
    private long instantStartedAt;
    private Event[] ready = new Event[16];
    private int[] readyActors = new int[16];
    private int[] readyIndex = new int[16];
    private int readyCount;
    private boolean stopped;
    private @Nullable String haltReason;

    /** An engine at time 0 that fires first-come. */
    public Engine(long seed) {
        this(seed, null);
    }

    /**
     * An engine at time 0 whose competing steps are ordered by {@code chooser}; null means
     * first-come.
     */
    public Engine(long seed, @Nullable Chooser chooser) {
        this(seed, chooser, LIVELOCK_EVENTS);
    }

    /** As the others; more than {@code livelockEvents} events in one instant are a livelock. */
    Engine(long seed, @Nullable Chooser chooser, long livelockEvents) {
        this.seed = seed;
        this.chooser = chooser;
        this.livelockEvents = livelockEvents;
    }

    /** Nanoseconds since the start. */
    public long nowNanos() {
        return nowNanos;
    }

    /** How many events have fired. */
    public long eventsFired() {
        return eventsFired;
    }

    /** How many events wait, cancelled ones left out. */
    public int eventsWaiting() {
        return queue.size() - cancelledCount + readyCount;
    }

    /** The seed of this run. */
    public long seed() {
        return seed;
    }

    /**
     * The random stream of the component {@code name}; the same name gives the same numbers for one
     * seed.
     */
    public RandomStream random(String name) {
        return RandomStream.named(seed, name);
    }

    /** Schedules {@code event} in {@code delayNanos}; 0 means later in this same instant. */
    public void schedule(long delayNanos, Event event) {
        enqueue(delayNanos, event);
    }

    /**
     * Fires events until none is left, {@link #stop} is called, or the next is due after the
     * deadline.
     */
    public void runUntil(long deadlineNanos) {
        stopped = false;
        boolean more = true;
        while (more && !stopped) {
            more = fireNextBy(deadlineNanos);
        }
        if (!stopped && deadlineNanos < FAR_FUTURE_NANOS) {
            nowNanos = Math.max(nowNanos, deadlineNanos);
        }
    }

    /** Fires events until none is left or {@link #stop} is called. */
    public void run() {
        runUntil(FAR_FUTURE_NANOS);
    }

    /** Ends {@link #run} after the event that is firing. */
    public void stop() {
        stopped = true;
    }

    /** The machine stands still from now on, because of {@code reason}: no other event fires. */
    public void halt(String reason) {
        if (haltReason == null) {
            haltReason = reason;
        }
    }

    /** Why the machine stands still; null if it does not. */
    public @Nullable String haltReason() {
        return haltReason;
    }

    /** Fires one event; false if none waits, or after {@link #halt}. */
    public boolean step() {
        return fireNextBy(FAR_FUTURE_NANOS);
    }

    /**
     * As {@link #schedule}; the slot returned names the event until it fires, for {@link #cancel}.
     */
    int enqueue(long delayNanos, Event event) {
        if (delayNanos < 0) {
            throw violated("%s scheduled %d ns ago, at t=%d ns", event, -delayNanos, nowNanos);
        }
        if (delayNanos > FAR_FUTURE_NANOS - nowNanos) {
            throw violated(
                    "%s scheduled %d ns ahead at t=%d ns: beyond the end of time",
                    event, delayNanos, nowNanos);
        }
        int slot = takeSlot();
        events[slot] = event;
        queue.add(nowNanos + delayNanos, eventsScheduled++ << SLOT_BITS | slot);
        return slot;
    }

    /**
     * Withdraws the event in {@code slot}, which must wait there still. Its entry leaves the queue
     * later.
     */
    void cancel(int slot) {
        events[slot] = CANCELLED;
        cancelledCount++;
        if (cancelledCount > COMPACT_FROM && cancelledCount > queue.size() / 2) {
            queue.retain(this::keep);
        }
    }

    private boolean keep(long tag) {
        int slot = (int) tag & SLOT_MASK;
        if (events[slot] != CANCELLED) {
            return true;
        }
        releaseSlot(slot);
        cancelledCount--;
        return false;
    }

    /** Fires the next event if it is due by the deadline; false if there is none. */
    private boolean fireNextBy(long deadlineNanos) {
        if (haltReason != null) {
            return false;
        }
        Event event =
                chooser == null ? takeFirstBy(deadlineNanos) : chooseNextBy(deadlineNanos, chooser);
        if (event == null) {
            return false;
        }
        eventsFired++;
        event.fire();
        return true;
    }

    /** Takes the earliest event out of the queue and moves the clock to it; null if none is due. */
    private @Nullable Event takeFirstBy(long deadlineNanos) {
        while (!queue.isEmpty()) {
            long dueNanos = queue.firstDueNanos();
            if (dueNanos > deadlineNanos) {
                return null;
            }
            int slot = (int) queue.removeFirst() & SLOT_MASK;
            Event event = events[slot];
            releaseSlot(slot);
            if (event != CANCELLED) {
                advanceClock(dueNanos);
                return event;
            }
            cancelledCount--;
        }
        return null;
    }

    private void advanceClock(long dueNanos) {
        if (dueNanos != nowNanos) {
            nowNanos = dueNanos;
            instantStartedAt = eventsFired;
        } else if (eventsFired - instantStartedAt > livelockEvents) {
            throw violated(
                    "livelock: %d events at t=%d ns, and time stands still",
                    livelockEvents, nowNanos);
        }
    }

    /**
     * Collects the events of one instant; those of the machine go at once, one of the others is
     * chosen.
     */
    private @Nullable Event chooseNextBy(long deadlineNanos, Chooser among) {
        Event event = takeFirstBy(readyCount > 0 ? nowNanos : deadlineNanos);
        while (event != null && event.actor() != Event.MACHINE) {
            addReady(event);
            event = takeFirstBy(nowNanos);
        }
        if (event != null || readyCount == 0) {
            return event;
        }
        int chosen = among.choose(readyActors, firstOfEachActor());
        if (chosen == Chooser.NONE) {
            stopped = true;
            return null;
        }
        event = removeReady(readyIndex[chosen]);
        among.chosen(event);
        return event;
    }

    private void addReady(Event event) {
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, readyCount * 2);
            readyActors = new int[readyCount * 2];
            readyIndex = new int[readyCount * 2];
        }
        ready[readyCount++] = event;
    }

    private int firstOfEachActor() {
        int count = 0;
        for (int i = 0; i < readyCount; i++) {
            int actor = ready[i].actor();
            boolean seen = false;
            for (int j = 0; j < count && !seen; j++) {
                seen = readyActors[j] == actor;
            }
            if (!seen) {
                readyActors[count] = actor;
                readyIndex[count++] = i;
            }
        }
        return count;
    }

    private Event removeReady(int index) {
        Event event = ready[index];
        System.arraycopy(ready, index + 1, ready, index, --readyCount - index);
        return event;
    }

    private int takeSlot() {
        if (freeCount > 0) {
            return freeSlots[--freeCount];
        }
        if (slotCount == events.length) {
            if (slotCount > SLOT_MASK) {
                throw violated("%d events wait at once, at t=%d ns", slotCount, nowNanos);
            }
            events = Arrays.copyOf(events, slotCount * 2);
            freeSlots = Arrays.copyOf(freeSlots, slotCount * 2);
        }
        return slotCount++;
    }

    private void releaseSlot(int slot) {
        freeSlots[freeCount++] = slot;
    }
}
