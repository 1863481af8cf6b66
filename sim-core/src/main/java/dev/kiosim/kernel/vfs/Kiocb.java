package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.CacheState;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;

/**
 * A request to a file: {@code struct kiocb} with its {@code iov_iter}. Part of whoever makes it (an
 * aio request, a synchronous call) and used again; fields are open, since each layer fills in its
 * own part.
 */
public final class Kiocb implements BioEnd {
    /** Do not wait: -EAGAIN instead. */
    public static final int NOWAIT = 1;
    /** Data durable before completion. */
    public static final int DSYNC = 1 << 1;
    /** Data and metadata durable before completion. */
    public static final int SYNC = 1 << 2;
    /** Write at the end of the file. */
    public static final int APPEND = 1 << 3;
    /** Poll for completion; accepted, no effect. */
    public static final int HIPRI = 1 << 4;

    private final Kernel kernel;
    private final IovIter buffers = new IovIter();
    private int biosInFlight;
    private int firstError;
    private @Nullable VersionLedger ledger;
    private @Nullable SectorGuards guards;

    /** The checksum of a direct transfer, if it was asked for. */
    public final TransferChecksum checksum = new TransferChecksum();
    /** The file; held by the request until it has ended. */
    public @Nullable OpenFile file;
    /** Where in the file, bytes; moved by files that repeat a blocked request. */
    public long position;
    /** Bits of {@link #NOWAIT} to {@link #HIPRI}. */
    public int flags;
    /** The task that submits; to be woken if the file answered BLOCKED. */
    public @Nullable Task task;
    /** Whose memory the buffers lie in. */
    public @Nullable Process process;
    /** CPU that submits; its softirq hears of the end. */
    public int cpu;
    /** IO priority class (0 none, 1 real-time, 2 best-effort, 3 idle). */
    public int priorityClass;
    /** IO priority level, 0 to 7. */
    public int priorityLevel;
    /** Task that the IO is accounted to: the submitter, or another by proxy. */
    public int accountedTaskId;
    /** Hints for caches: HINT bits of {@link Bio}. */
    public int hints;
    /** Hears of the end if the file answered {@link OpenFile#QUEUED}. */
    public KiocbEnd end = kiocb -> {
        throw violated("a kiocb ended that nobody waits for");
    };

    /** Where a file stands that goes through several steps; 0 at the start. */
    public int step;
    /** The page of the page cache that was waited for, or -1. */
    public long awaitedPage = -1;
    /** Bytes done so far, by a file that was asked more than once. */
    public long doneBytes;
    /** The result: bytes or -errno. */
    public long result;
    /** When the request was submitted. */
    public long submittedNanos;
    /**
     * When the IO that ended last reached the block layer; meaningful if
     * {@link #reachedBlockLayer}.
     */
    public long blockStartedNanos;
    /** When that IO ended. */
    public long blockEndedNanos;
    /** Receipt of the IO that ended last: waiting for a request. */
    public long queueNanos;
    /** Receipt: in the cache. */
    public long cacheNanos;
    /** Receipt: in the scheduler. */
    public long schedulerNanos;
    /** Receipt: in the device. */
    public long deviceNanos;
    /** Whether any block IO was done for it, so that receipt and cache findings mean something. */
    public boolean reachedBlockLayer;
    /** What the cache device made of it; of several bios, the least favourable. */
    public CacheState cacheState = CacheState.NONE;
    /** Sectors from the cache. */
    public int cacheHitSectors;
    /** Sectors inserted into the cache. */
    public int cacheInsertedSectors;
    /** Whether data that served it were dirty in the cache. */
    public boolean cacheDirty;
    /** The rule by which the cache decided. */
    public String cacheRule = "";
    /** One bit for each device that served a part. */
    public long deviceBits;
    /** HINT bits that a layer applied. */
    public int hintsApplied;
    /** Whether a scheduler that goes by priority had it. */
    public boolean priorityApplied;
    /** Whether the page cache answered. */
    public boolean reachedPageCache;
    /** Pages found in the page cache. */
    public int pagesHit;
    /** Pages that had to be read. */
    public int pagesMissed;
    /** Pages read ahead. */
    public int pagesReadAhead;

    /** A kiocb of requests in {@code kernel}. */
    public Kiocb(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The task that submits or waits; there must be one. */
    public Task task() {
        if (task == null) {
            throw violated("a request without a task reaches %s", file);
        }
        return task;
    }

    /** Whose memory the buffers lie in; there must be one. */
    public Process process() {
        if (process == null) {
            throw violated("a request without a process reaches %s", file);
        }
        return process;
    }

    /** The user buffers. */
    public IovIter buffers() {
        return buffers;
    }

    /** The file has done a part, and will be asked for what remains of the buffers. */
    public void beginAgain() {
        step = 0;
        awaitedPage = -1;
        doneBytes = 0;
    }

    /** Clears everything for a new request. */
    public void clear() {
        buffers.clear();
        checksum.clear();
        file = null;
        position = 0;
        flags = 0;
        task = null;
        process = null;
        cpu = 0;
        priorityClass = 0;
        priorityLevel = 0;
        accountedTaskId = 0;
        hints = 0;
        step = 0;
        awaitedPage = -1;
        doneBytes = 0;
        result = 0;
        submittedNanos = 0;
        clearFindings();
    }

    private void clearFindings() {
        blockStartedNanos = 0;
        blockEndedNanos = 0;
        queueNanos = 0;
        cacheNanos = 0;
        schedulerNanos = 0;
        deviceNanos = 0;
        reachedBlockLayer = false;
        cacheState = CacheState.NONE;
        cacheHitSectors = 0;
        cacheInsertedSectors = 0;
        cacheDirty = false;
        cacheRule = "";
        deviceBits = 0;
        hintsApplied = 0;
        priorityApplied = false;
        reachedPageCache = false;
        pagesHit = 0;
        pagesMissed = 0;
        pagesReadAhead = 0;
    }

    /** Whether all of {@code bits} are set in the flags. */
    public boolean has(int bits) {
        return (flags & bits) == bits;
    }

    /**
     * {@code bios} will end for this request; if all end well its result is {@code resultBytes}.
     * Each is checked against {@code dataLedger}, if there is one.
     */
    void expectBios(
            int bios,
            long resultBytes,
            @Nullable VersionLedger dataLedger,
            @Nullable SectorGuards sectorGuards) {
        ledger = dataLedger;
        guards = sectorGuards;
        biosInFlight = bios;
        firstError = 0;
        result = resultBytes;
    }

    /** A bio of this request has ended; the last one ends the request, by way of the softirq. */
    @Override
    public void bioEnded(Bio bio) {
        blockStartedNanos = bio.submittedNanos;
        blockEndedNanos = kernel.engine().nowNanos();
        bio.settle(blockEndedNanos);
        takeFindings(bio);
        kernel.accountIo(accountedTaskId, bio);
        if (ledger != null) {
            ledger.end(bio);
        }
        if (guards != null && bio.op == Bio.Op.READ && bio.status == 0) {
            checksum.takeSums(bio, guards);
        }
        if (bio.status != 0 && firstError == 0) {
            firstError = bio.status;
        }
        kernel.bios().give(bio);
        if (--biosInFlight == 0) {
            result = firstError == 0 ? result : firstError;
            kernel.completeFromInterrupt(this);
        }
    }

    /** The softirq has come to this request: the file may go on by itself, else it ends. */
    public void transferEnded() {
        if (file == null || !file.transferEnded(this)) {
            end.kiocbEnded(this);
        }
    }

    /** Receipt of the block layer: the time from {@link #blockStartedNanos} to its end. */
    public long blockNanos() {
        return queueNanos + cacheNanos + schedulerNanos + deviceNanos;
    }

    /** Takes over what a bio found out; the one that ends last gives the receipt. */
    private void takeFindings(Bio ended) {
        reachedBlockLayer = true;
        queueNanos = ended.queueNanos;
        cacheNanos = ended.cacheNanos;
        schedulerNanos = ended.schedulerNanos;
        deviceNanos = ended.deviceNanos;
        cacheState = cacheState == CacheState.NONE
                ? ended.cacheState
                : joined(cacheState, ended.cacheState);
        cacheHitSectors += ended.cacheHitSectors;
        cacheInsertedSectors += ended.cacheInsertedSectors;
        cacheDirty |= ended.cacheDirty;
        cacheRule = ended.cacheRule;
        deviceBits |= ended.deviceBits;
        hintsApplied |= ended.hintsApplied;
        priorityApplied |= ended.priorityApplied;
    }

    private static CacheState joined(CacheState a, CacheState b) {
        boolean hitAndMiss = (a == CacheState.HIT && b == CacheState.MISS)
                || (a == CacheState.MISS && b == CacheState.HIT);
        return hitAndMiss
                ? CacheState.PARTIAL
                : b == CacheState.NONE || b == CacheState.HIT ? a : b;
    }
}
