package dev.kiosim.devices.disk;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.devices.TestMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A run recorded with DiskSim, and its replay on a device. Times in nanoseconds. */
final class RecordedRun {
    private record Line(
            Bio.Op op, long sector, int sectors, long arrivalNanos, long completionNanos) {}

    private final List<Line> lines = new ArrayList<>();
    private final TestMachine machine;
    private final BlockDevice device;
    private final long[] responses;
    private long[] submitted = new long[0];
    private int next;
    private int ended;

    private RecordedRun(String name, TestMachine machine, BlockDevice device) {
        this.machine = machine;
        this.device = device;
        read(name);
        responses = new long[lines.size()];
    }

    /** The run of that name, to be replayed on {@code device} of {@code machine}. */
    static RecordedRun named(String name, TestMachine machine, BlockDevice device) {
        return new RecordedRun(name, machine, device);
    }

    private void read(String name) {
        try (InputStream file =
                        RecordedRun.class.getResourceAsStream("/disksim/" + name + ".csv.gz");
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
            reader.lines().skip(1).map(line -> line.split(",", -1)).forEach(this::add);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void add(String[] cells) {
        lines.add(new Line(
                cells[0].equals("R") ? Bio.Op.READ : Bio.Op.WRITE,
                Long.parseLong(cells[1]),
                Integer.parseInt(cells[2]),
                cells[3].isEmpty() ? 0 : nanos(cells[3]),
                nanos(cells[4])));
    }

    private static long nanos(String millis) {
        return Math.round(Double.parseDouble(millis) * 1e6);
    }

    /** Submits {@code depth} requests at once, and the next in line whenever one ends. */
    RecordedRun closed(int depth) {
        submitted = new long[lines.size()];
        for (int i = 0; i < depth; i++) {
            submitNext();
        }
        machine.engine().run();
        return this;
    }

    /** Submits every request at its recorded arrival. */
    RecordedRun open() {
        submitted = new long[lines.size()];
        for (Line line : lines) {
            machine.engine().schedule(line.arrivalNanos(), this::submitOnArrival);
        }
        machine.engine().run();
        return this;
    }

    private void submitOnArrival() {
        submit(next++, bio -> {});
    }

    private void submitNext() {
        if (next < lines.size()) {
            submit(next++, bio -> submitNext());
        }
    }

    private void submit(int index, BioEnd then) {
        Line line = lines.get(index);
        submitted[index] = machine.engine().nowNanos();
        machine.submit(device, line.op(), 0, line.sector(), line.sectors(), bio -> {
            responses[index] = machine.engine().nowNanos() - submitted[index];
            ended++;
            bio.settle(machine.engine().nowNanos());
            then.bioEnded(bio);
        });
    }

    /** Requests that were submitted and did not end. */
    int unended() {
        return lines.size() - ended;
    }

    /**
     * Root mean square distance between recorded and replayed distribution of response times,
     * milliseconds.
     */
    double demeritMillis() {
        long[] recorded = recordedResponses();
        long[] replayed = responses.clone();
        Arrays.sort(recorded);
        Arrays.sort(replayed);
        double sum = 0;
        for (int i = 0; i < recorded.length; i++) {
            double distance = (recorded[i] - replayed[i]) / 1e6;
            sum += distance * distance;
        }
        return Math.sqrt(sum / recorded.length);
    }

    /** Mean replayed response time over mean recorded response time. */
    double meanRatio() {
        return (double) Arrays.stream(responses).sum()
                / Arrays.stream(recordedResponses()).sum();
    }

    /** Part of the requests whose response time is recorded within {@code toleranceNanos}. */
    double partWithin(long toleranceNanos) {
        long[] recorded = recordedResponses();
        int within = 0;
        for (int i = 0; i < recorded.length; i++) {
            within += Math.abs(recorded[i] - responses[i]) <= toleranceNanos ? 1 : 0;
        }
        return (double) within / recorded.length;
    }

    /**
     * Recorded response times: since arrival, or in a closed loop since the completion that led to
     * the request.
     */
    private long[] recordedResponses() {
        long[] recorded = new long[lines.size()];
        boolean isOpen = lines.get(lines.size() - 1).arrivalNanos() > 0;
        int depth = isOpen ? 0 : depth();
        long[] completions =
                lines.stream().mapToLong(Line::completionNanos).sorted().toArray();
        for (int i = 0; i < recorded.length; i++) {
            long arrival =
                    isOpen ? lines.get(i).arrivalNanos() : i < depth ? 0 : completions[i - depth];
            recorded[i] = lines.get(i).completionNanos() - arrival;
        }
        return recorded;
    }

    private int depth() {
        int depth = 0;
        while (depth < submitted.length && submitted[depth] == 0) {
            depth++;
        }
        return depth;
    }
}
