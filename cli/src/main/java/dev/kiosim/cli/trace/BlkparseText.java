package dev.kiosim.cli.trace;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.cli.output.ByteText;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.TraceNames;
import dev.kiosim.trace.TraceRecord;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace of the block layer as {@code blkparse} prints it by default, {@code "%D %2c %8s %5T.%9t
 * %5p %2a %3d"} and what follows for each action, with its totals at the end. Devices get the
 * numbers of SCSI disks, in the order in which they were built; a message at the start says which
 * name of the scenario has which.
 *
 * <p>Source: blktrace 1.2, blkparse_fmt.c, process_default; blkparse.c, show_device_and_cpu_stats.
 */
public final class BlkparseText implements TraceOutput {
    /** Majors of SCSI disks: 16 disks each, 16 minors a disk. Source: Linux devices.txt. */
    private static final int[] SD_MAJORS = {8, 65, 66, 67};

    private static final int DISKS_PER_MAJOR = 16;
    private static final int MINORS_PER_DISK = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** blktrace keeps an error in 16 bits, so -5 is printed as 65531. */
    private static final int ERROR_MASK = 0xffff;

    private final TraceText file;
    private final ByteText text;
    private final List<BlkparseTotals> totals = new ArrayList<>();
    private @Nullable TraceNames names;

    /** A trace to {@code stream}, which messages call {@code streamName}. */
    public BlkparseText(OutputStream stream, String streamName) {
        file = new TraceText(stream, streamName);
        text = file.text();
    }

    @Override
    public void begin(TraceNames newNames) {
        names = newNames;
        for (int device = 0; device < newNames.deviceCount(); device++) {
            totals.add(new BlkparseTotals(newNames.device(device), newNames.cpuCount()));
            number(device).add(' ');
            right(0, 2).add(' ');
            right(0, 8).add(' ');
            time(0).add(' ');
            right(0, 5).add("  m   N ").add(newNames.device(device)).add('\n');
        }
    }

    @Override
    public void read(TraceRecord at) {
        if (at.point() instanceof KernelTracepoint point) {
            line(point, at);
        }
    }

    @Override
    public void finish(long lost) {
        for (BlkparseTotals total : totals) {
            total.write(text);
        }
        if (lost > 0) {
            text.add("\nLost: ").decimal(lost).add(" records of all layers\n");
        }
        file.finish();
    }

    private void line(KernelTracepoint point, TraceRecord at) {
        switch (point) {
            case BLOCK_BIO_QUEUE -> bio('Q', at);
            case BLOCK_GETRQ -> bio('G', at);
            case BLOCK_SLEEPRQ -> bio('S', at);
            case BLOCK_BIO_BACKMERGE -> bio('M', at);
            case BLOCK_BIO_FRONTMERGE -> bio('F', at);
            case BLOCK_RQ_MERGE -> request('M', at);
            case BLOCK_RQ_INSERT -> request('I', at);
            case BLOCK_RQ_ISSUE -> request('D', at);
            case BLOCK_RQ_COMPLETE -> complete(at, requestRwbs(at), at.field(5));
            case BLOCK_BIO_COMPLETE -> complete(at, bioRwbs(at), at.field(4));
            case BLOCK_BIO_REMAP -> remap(at);
            case BLOCK_SPLIT -> {
                header('X', at, Rwbs.ofBio(at.field(3), 1));
                text.decimal(at.field(1)).add(" / ").decimal(at.field(2));
                process(at).add('\n');
            }
            case BLOCK_PLUG -> {
                header('P', at, "N");
                bracket(at).add('\n');
            }
            case BLOCK_UNPLUG -> {
                header('U', at, "N");
                bracket(at).add(' ').decimal(at.field(1)).add('\n');
            }
            default -> {
                return; // another layer's, or one that blktrace does not have
            }
        }
        file.lineDone();
    }

    private static long bytes(TraceRecord at) {
        return at.field(2) << Bio.SECTOR_SHIFT;
    }

    private static String bioRwbs(TraceRecord at) {
        return Rwbs.ofBio(at.field(3), bytes(at));
    }

    private static String requestRwbs(TraceRecord at) {
        return Rwbs.ofRequest(at.field(3), bytes(at));
    }

    private void bio(char action, TraceRecord at) {
        header(action, at, bioRwbs(at));
        extentOf(at);
        text.add('\n');
    }

    private void request(char action, TraceRecord at) {
        header(action, at, requestRwbs(at));
        extentOf(at);
        text.add('\n');
    }

    /** Where and how long, if it has sectors, and who. */
    private void extentOf(TraceRecord at) {
        if (at.field(2) == 0) {
            bracket(at);
        } else {
            text.decimal(at.field(1)).add(" + ").decimal(at.field(2));
            process(at);
        }
    }

    private void complete(TraceRecord at, String rwbs, long error) {
        header('C', at, rwbs);
        text.decimal(at.field(1));
        if (at.field(2) > 0) {
            text.add(" + ").decimal(at.field(2));
        }
        text.add(" [").decimal(error & ERROR_MASK).add("]\n");
    }

    private void remap(TraceRecord at) {
        header('A', at, bioRwbs(at));
        text.decimal(at.field(1)).add(" + ").decimal(at.field(2)).add(" <- (");
        text.decimal(major(at.field(4))).add(',').decimal(minor(at.field(4))).add(") ");
        text.decimal(at.field(5)).add('\n');
    }

    private void header(char action, TraceRecord at, String rwbs) {
        int device = (int) at.field(0);
        BlkparseTotals total = totals.get(device);
        long sequence = total.count(action, at, rwbs);
        number(device).add(' ');
        right(at.cpu(), 2).add(' ');
        right(sequence, 8).add(' ');
        time(at.nanos()).add(' ');
        right(at.task(), 5).add("  ").add(action).add(' ');
        text.blanks(3 - rwbs.length()).add(rwbs).add(' ');
    }

    private ByteText number(int device) {
        right(major(device), 3).add(',');
        int from = text.length();
        return text.decimal(minor(device)).alignLeft(from, 3);
    }

    private ByteText time(long nanos) {
        return right(nanos / NANOS_PER_SECOND, 5).add('.').digits(nanos % NANOS_PER_SECOND, 9);
    }

    private ByteText right(long value, int width) {
        int from = text.length();
        return text.decimal(value).alignRight(from, width);
    }

    private ByteText process(TraceRecord at) {
        text.add(' ');
        return bracket(at);
    }

    /** The task, as the kernel names it; that of an idle CPU has the CPU's number in its name. */
    private ByteText bracket(TraceRecord at) {
        TraceNames known = names;
        if (known == null) {
            throw violated("a trace that has not begun");
        }
        text.add('[').add(known.task(at.task()));
        if (at.task() == 0) {
            text.add('/').decimal(at.cpu());
        }
        return text.add(']');
    }

    private static long major(long device) {
        return SD_MAJORS[(int) device / DISKS_PER_MAJOR];
    }

    private static long minor(long device) {
        return device % DISKS_PER_MAJOR * MINORS_PER_DISK;
    }
}
