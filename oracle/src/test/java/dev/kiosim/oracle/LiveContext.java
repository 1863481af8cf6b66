package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A context of this machine, watched through its mapped ring: what it owes, and what has come. A
 * read, write or sync that was accepted is owed; a poll may come or not.
 */
final class LiveContext {
    static final int HEADER_BYTES = 32;
    static final int EVENT_BYTES = 32;

    private static final List<String> FIELDS = List.of(
            "id",
            "nr",
            "head",
            "tail",
            "magic",
            "compat_features",
            "incompat_features",
            "header_length");

    /** An accepted request. */
    record Request(long data, boolean isPoll, int fd) {}

    private final Map<Long, Integer> owed = new LinkedHashMap<>();
    private final List<Request> polls = new ArrayList<>();
    private final int nr;
    private final int id;
    private long address;
    private int tail;
    private int tailShown;
    /** Events whose order among each other the kernel does not fix lie in the ring. */
    private boolean shuffled;
    /** Some of them were taken already. */
    private boolean inPart;
    /** Such events lie in its slots, if only as leftovers. */
    private boolean everShuffled;
    /** User space has moved head: leftovers may be delivered. */
    private boolean headStored;

    LiveContext(long address) {
        this.address = address;
        nr = Libc.getInt(address + offset("nr"));
        id = Libc.getInt(address + offset("id"));
    }

    long address() {
        return address;
    }

    /** Bytes of the mapping. */
    long ringBytes() {
        return HEADER_BYTES + (long) EVENT_BYTES * nr;
    }

    /** What tail will read once all is settled: what it reads now. */
    int tail() {
        return tail;
    }

    /** Destroys it, whose ring is mapped, also if user space has made it impossible to find. */
    void destroy() {
        Libc.putInt(address + offset("id"), id);
        Libc.call(Libc.IO_DESTROY, address);
    }

    boolean isMapped() {
        return Libc.read(address, HEADER_BYTES) != null;
    }

    void movedTo(long newAddress) {
        address = newAddress;
    }

    static long offset(String field) {
        int index = FIELDS.indexOf(field);
        if (index < 0) {
            throw new NoSuchNameException(field);
        }
        return (long) index * Integer.BYTES;
    }

    /** The header as recordings have it, or {@code "unmapped"}. */
    Json header() {
        byte[] bytes = Libc.read(address, HEADER_BYTES);
        if (bytes == null) {
            return Json.of("unmapped");
        }
        Json.Obj header = new Json.Obj();
        for (int i = 0; i < FIELDS.size(); i++) {
            header.put(FIELDS.get(i), Json.of(intAt(bytes, i * Integer.BYTES) & 0xffffffffL));
        }
        return header;
    }

    private static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    /** These requests were accepted by one call. */
    void accepted(List<Request> requests, boolean anyAsync) {
        for (Request request : requests) {
            if (request.isPoll()) {
                polls.add(request);
            } else {
                owed.merge(request.data(), 1, Integer::sum);
            }
        }
        shuffled |= anyAsync && requests.size() > 1;
        everShuffled |= shuffled;
    }

    /** A poll that will end by itself now: cancelled, or its file is gone. */
    void mustEnd(long data) {
        if (removePoll(data)) {
            owed.merge(data, 1, Integer::sum);
        }
    }

    private boolean removePoll(long data) {
        for (Request poll : polls) {
            if (poll.data() == data) {
                return polls.remove(poll);
            }
        }
        return false;
    }

    /** Whether a poll of that descriptor waits. */
    boolean pollsOn(int fd) {
        return polls.stream().anyMatch(poll -> poll.fd() == fd);
    }

    /** All polls of that descriptor will end by themselves now. */
    void endPollsOn(int fd) {
        polls.stream()
                .filter(poll -> poll.fd() == fd)
                .map(Request::data)
                .toList()
                .forEach(this::mustEnd);
    }

    boolean polls() {
        return !polls.isEmpty();
    }

    /** User space stores a tail, which the kernel overwrites at the next completion. */
    void tailStored(int value) {
        tailShown = value;
    }

    /** Looks at what has come since; true if nothing is owed any more. */
    boolean settled() {
        byte[] bytes = Libc.read(address, HEADER_BYTES);
        if (bytes == null) {
            owed.clear();
            polls.clear();
            return true;
        }
        int now = intAt(bytes, (int) offset("tail"));
        if (now != tailShown) {
            while (tail != now) {
                arrived(Libc.getLong(address + HEADER_BYTES + (long) tail * EVENT_BYTES));
                tail = tail + 1 == nr ? 0 : tail + 1;
            }
            tailShown = now;
        }
        return owed.isEmpty();
    }

    private void arrived(long data) {
        if (owed.containsKey(data)) {
            owed.computeIfPresent(data, (key, count) -> count == 1 ? null : count - 1);
        } else {
            removePoll(data);
        }
    }

    /** Whether events may have come in another order; over when the ring is empty. */
    boolean isShuffled() {
        return shuffled || hasShuffledLeftovers() && headStored;
    }

    /** Whether what lies in the slots may lie there in another order. */
    boolean hasShuffledLeftovers() {
        return everShuffled;
    }

    /** Some of the events were taken: nobody can say which ones are left. */
    void takenInPart() {
        inPart = true;
    }

    boolean isTakenInPart() {
        return inPart;
    }

    void headStored() {
        headStored = true;
    }

    void drained() {
        shuffled = false;
        inPart = false;
    }

    /** Whether all events were taken, and none of them twice. */
    boolean isEmpty() {
        return !headStored
                && Libc.getInt(address + offset("head")) == Libc.getInt(address + offset("tail"));
    }
}
