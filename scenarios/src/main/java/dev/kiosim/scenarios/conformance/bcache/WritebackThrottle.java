package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Timer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Holds back writes that nobody waits for while they make reads slow, as the kernel's block layer
 * does by default: it looks at the latencies of each window of 100 ms, and halves or doubles how
 * many such writes may be in flight. Source: Linux block/blk-wbt.c and blk-rq-qos.c.
 *
 * <p>With a disk that completes at once nothing ever waits here.
 */
final class WritebackThrottle {
    private static final long WINDOW_NANOS = 100_000_000;
    private static final long LATENCY_MAX_NANOS = 2_000_000;
    private static final int DEPTH = 16;
    private static final int WRITE_SAMPLES_MIN = 3;
    private static final int UNKNOWN_WINDOWS = 5;

    private final Engine engine;
    private final int queueDepth;
    private final Consumer<Bio> disk;
    private final Timer window;
    private final ArrayDeque<Bio> waiting = new ArrayDeque<>();
    private int scaleStep;
    private boolean isAtMost;
    private int depth;
    private int normalLimit;
    private int backgroundLimit;
    private int inFlight;
    private int reads;
    private long fastestReadNanos;
    private int writes;
    private int unknownWindows;
    private int readsInFlight;
    private long readIssuedNanos;
    private long lastReadNanos = -WINDOW_NANOS;

    /** Hands what may go to {@code disk}, which has {@code queueDepth} requests. */
    WritebackThrottle(Engine engine, int queueDepth, Consumer<Bio> disk) {
        this.engine = engine;
        this.queueDepth = queueDepth;
        this.disk = disk;
        window = new Timer(engine, this::windowEnded);
        computeLimits();
    }

    /** Takes a bio: it goes on at once, unless it has to wait. */
    void submit(Bio bio) {
        if (isThrottled(bio)) {
            waiting.add(bio);
            admit();
            armWindow();
            return;
        }
        if (bio.op == Bio.Op.READ) {
            lastReadNanos = engine.nowNanos();
            if (readsInFlight++ == 0) {
                readIssuedNanos = lastReadNanos;
            }
        }
        disk.accept(bio);
    }

    /** A bio that took {@code nanos} in the disk has ended. */
    void ended(Bio bio, long nanos) {
        if (bio.op == Bio.Op.READ) {
            fastestReadNanos = reads++ == 0 ? nanos : Math.min(fastestReadNanos, nanos);
            lastReadNanos = engine.nowNanos();
            readsInFlight--;
        } else if (bio.op == Bio.Op.WRITE) {
            writes++;
        }
        if (isThrottled(bio) && --inFlight == 0) {
            admit(); // a disk with a cache of its own: whoever waits is woken when all are done
        }
    }

    private static boolean isThrottled(Bio bio) {
        return bio.op == Bio.Op.DISCARD || bio.op == Bio.Op.WRITE && !bio.has(Bio.SYNC);
    }

    private void admit() {
        while (!waiting.isEmpty() && inFlight < limit()) {
            inFlight++;
            disk.accept(waiting.remove());
        }
    }

    private int limit() {
        boolean readsWereSeen = engine.nowNanos() < lastReadNanos + WINDOW_NANOS;
        return readsWereSeen ? backgroundLimit : normalLimit;
    }

    private void armWindow() {
        if (!window.isArmed()) {
            reads = 0;
            writes = 0;
            long divisor = scaleStep > 0 ? (long) Math.sqrt((scaleStep + 1) << 8) : DEPTH;
            window.arm(WINDOW_NANOS * DEPTH / divisor);
        }
    }

    private void windowEnded() {
        boolean readIsLate =
                readsInFlight > 0 && engine.nowNanos() - readIssuedNanos > LATENCY_MAX_NANOS;
        if (readIsLate && reads == 0) {
            scaleDown(true);
        } else if (reads == 0 || writes < WRITE_SAMPLES_MIN) {
            withoutSamples();
        } else if (fastestReadNanos > LATENCY_MAX_NANOS) {
            scaleDown(true);
        } else {
            scaleUp();
        }
        if (scaleStep != 0 || inFlight > 0) {
            armWindow();
        }
    }

    /** Only writes: more of them may go. Nothing at all for a while: back to the middle. */
    private void withoutSamples() {
        if (writes > 0 || inFlight > 0) {
            scaleUp();
        } else if (++unknownWindows >= UNKNOWN_WINDOWS) {
            if (scaleStep > 0) {
                scaleUp();
            } else if (scaleStep < 0) {
                scaleDown(false);
            }
        }
    }

    private void scaleUp() {
        if (isAtMost) {
            return;
        }
        scaleStep--;
        computeLimits();
        admit();
    }

    private void scaleDown(boolean hard) {
        if (depth == 1) {
            return;
        }
        scaleStep = scaleStep < 0 && hard ? 0 : scaleStep + 1;
        computeLimits();
    }

    private void computeLimits() {
        int middle = Math.min(DEPTH, queueDepth);
        isAtMost = false;
        if (scaleStep >= 0) {
            depth = 1 + (middle - 1 >> Math.min(31, scaleStep));
        } else {
            depth = 1 + (middle - 1 << -scaleStep);
            int most = 3 * queueDepth / 4;
            isAtMost = depth > most;
            depth = Math.min(depth, most);
        }
        normalLimit = depth <= 2 ? depth : (depth + 1) / 2;
        backgroundLimit = depth <= 2 ? 1 : (depth + 3) / 4;
        unknownWindows = 0;
    }
}
