package dev.kiosim.block;

import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;

/** The tracepoints of one block device, as blktrace has them. */
public final class BlockTrace {
    /** Flags begin at this bit of {@code rwbs}; below it is the ordinal of the operation. */
    public static final int FLAGS_SHIFT = 8;

    private final Tracer tracer;
    private final boolean isOn;
    private final int deviceNumber;
    private long requestsMade;

    /** Of the device with that number. */
    public BlockTrace(Tracer tracer, int deviceNumber) {
        this.tracer = tracer;
        isOn = tracer.isOn();
        this.deviceNumber = deviceNumber;
    }

    /** Whether anything is traced; what is called here does nothing if not. */
    public boolean isOn() {
        return isOn;
    }

    /** The operation and flags of a bio or request in one number. */
    public static long rwbs(Bio.Op op, int flags) {
        return op.ordinal() | (long) flags << FLAGS_SHIFT;
    }

    /** A bio is queued (A if a device above sent it on, Q). */
    public void queued(Bio bio) {
        if (!isOn) {
            return;
        }
        if (bio.originDevice >= 0) {
            tracer.report(
                    KernelTracepoint.BLOCK_BIO_REMAP,
                    deviceNumber,
                    bio.sector,
                    bio.sectorCount,
                    rwbs(bio.op, bio.flags),
                    bio.originDevice,
                    bio.originSector);
        }
        bio(KernelTracepoint.BLOCK_BIO_QUEUE, bio);
    }

    /** A bio of a device without requests has ended (C). */
    public void ended(Bio bio) {
        if (!isOn) {
            return;
        }
        tracer.report(
                KernelTracepoint.BLOCK_BIO_COMPLETE,
                deviceNumber,
                bio.sector,
                bio.sectorCount,
                rwbs(bio.op, bio.flags),
                bio.status);
    }

    /** What a cache device made of a bio. */
    public void cached(Bio bio) {
        if (!isOn) {
            return;
        }
        tracer.report(
                KernelTracepoint.BLOCK_CACHE_RESULT,
                deviceNumber,
                bio.sector,
                bio.sectorCount,
                bio.cacheState.code());
    }

    /** A bio is cut at {@code newSector} (X). */
    void split(Bio bio, long newSector) {
        if (!isOn) {
            return;
        }
        tracer.report(
                KernelTracepoint.BLOCK_SPLIT,
                deviceNumber,
                bio.sector,
                newSector,
                rwbs(bio.op, bio.flags));
    }

    /** A bio waits for a request (S). */
    void sleeps(Bio bio) {
        bio(KernelTracepoint.BLOCK_SLEEPRQ, bio);
    }

    /** A bio got a request of its own (G), which has its number from here on. */
    void got(Request request, Bio bio, int taken, int inDrive) {
        if (isOn) {
            request.number = ++requestsMade;
            bioOf(KernelTracepoint.BLOCK_GETRQ, request, bio);
            depth(taken, inDrive);
        }
    }

    /** A request was issued (D); the queue's own flush gets its number here. */
    void issued(Request request, int taken, int inDrive) {
        if (isOn) {
            if (request.firstBio == null) {
                request.number = ++requestsMade;
            }
            request(KernelTracepoint.BLOCK_RQ_ISSUE, request);
            depth(taken, inDrive);
        }
    }

    /** A request was inserted (I). */
    void inserted(Request request) {
        request(KernelTracepoint.BLOCK_RQ_INSERT, request);
    }

    /** A bio joined a request at its back (M). */
    void backMerged(Request request, Bio bio) {
        bioOf(KernelTracepoint.BLOCK_BIO_BACKMERGE, request, bio);
    }

    /** A bio joined a request at its front (F). */
    void frontMerged(Request request, Bio bio) {
        bioOf(KernelTracepoint.BLOCK_BIO_FRONTMERGE, request, bio);
    }

    private void bioOf(KernelTracepoint point, Request request, Bio bio) {
        if (!isOn) {
            return;
        }
        tracer.report(
                point,
                deviceNumber,
                bio.sector,
                bio.sectorCount,
                rwbs(bio.op, bio.flags),
                request.number);
    }

    private void request(KernelTracepoint point, Request request) {
        if (!isOn) {
            return;
        }
        tracer.report(
                point,
                deviceNumber,
                request.sector,
                request.sectorCount,
                rwbs(request.op, request.flags),
                request.number);
    }

    /** A request is taken up by another (M). */
    void absorbed(Request into, Request request) {
        if (!isOn) {
            return;
        }
        tracer.report(
                KernelTracepoint.BLOCK_RQ_MERGE,
                deviceNumber,
                request.sector,
                request.sectorCount,
                rwbs(request.op, request.flags),
                request.number,
                into.number);
    }

    /** A request is complete (C). */
    void completed(Request request) {
        if (!isOn) {
            return;
        }
        tracer.report(
                KernelTracepoint.BLOCK_RQ_COMPLETE,
                deviceNumber,
                request.sector,
                request.sectorCount,
                rwbs(request.op, request.flags),
                request.number,
                request.status);
    }

    void plugged() {
        if (!isOn) {
            return;
        }
        tracer.report(KernelTracepoint.BLOCK_PLUG, deviceNumber);
    }

    void unplugged(int requests) {
        if (!isOn) {
            return;
        }
        tracer.report(KernelTracepoint.BLOCK_UNPLUG, deviceNumber, requests);
    }

    /** How many requests are taken, and how many of them are in the drive. */
    void depth(int taken, int inDrive) {
        if (!isOn) {
            return;
        }
        tracer.report(KernelTracepoint.BLOCK_QUEUE_DEPTH, deviceNumber, taken, inDrive);
    }

    private void bio(KernelTracepoint point, Bio bio) {
        if (!isOn) {
            return;
        }
        tracer.report(point, deviceNumber, bio.sector, bio.sectorCount, rwbs(bio.op, bio.flags));
    }
}
