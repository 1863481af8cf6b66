package dev.kiosim.cli.report;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.RequestAttributes;
import dev.kiosim.scenarios.run.Completion;
import dev.kiosim.scenarios.run.CompletionSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the streams of several runs while they go on, completion by completion: which is the
 * first that comes at another time, and which the first that is another request, or has another
 * result.
 *
 * <p>A stream that is ahead is kept until the others catch up, so runs should go on in turn; once
 * both differences are found nothing is kept.
 */
public final class StreamComparison {
    private final List<Lane> lanes = new ArrayList<>();
    private @Nullable Difference inTime;
    private @Nullable Difference inContent;

    /**
     * A difference: the completions of the same number, one for each stream, null where there was
     * none any more.
     */
    record Difference(List<@Nullable SeenCompletion> seen) {}

    /** One of the streams. */
    public static final class Lane implements CompletionSink {
        private final StreamComparison comparison;
        private final ArrayDeque<SeenCompletion> ahead = new ArrayDeque<>();
        private final long[] answers = new long[Attribute.all().size()];
        private long completions;
        private boolean hasEnded;

        private Lane(StreamComparison comparison) {
            this.comparison = comparison;
        }

        @Override
        public void accept(Completion completion) {
            completions++;
            RequestAttributes attributes = completion.attributes();
            for (int i = 0; i < attributes.count(); i++) {
                if (attributes.ret(i) == 0) {
                    answers[attributes.id(i)]++;
                }
            }
            if (!comparison.isSettled()) {
                ahead.add(SeenCompletion.of(completion));
            }
        }

        /** How many completions there were so far. */
        public long completions() {
            return completions;
        }

        /** No further completion will come. */
        public void end() {
            hasEnded = true;
        }

        /** How many returns of that attribute told something. */
        long answers(Attribute attribute) {
            return answers[attribute.id()];
        }
    }

    /** Adds a stream. */
    public Lane newLane() {
        Lane lane = new Lane(this);
        lanes.add(lane);
        return lane;
    }

    /** The streams, in the order in which they were added. */
    List<Lane> lanes() {
        return lanes;
    }

    /** Compares as far as all streams have come. */
    public void compare() {
        while (!isSettled() && lanes.stream().allMatch(StreamComparison::isReady)) {
            List<@Nullable SeenCompletion> row = new ArrayList<>();
            for (Lane lane : lanes) {
                row.add(lane.ahead.poll());
            }
            if (row.stream().allMatch(seen -> seen == null)) {
                return;
            }
            compare(row);
        }
        if (isSettled()) {
            lanes.forEach(lane -> lane.ahead.clear());
        }
    }

    private static boolean isReady(Lane lane) {
        return lane.hasEnded || !lane.ahead.isEmpty();
    }

    private void compare(List<@Nullable SeenCompletion> row) {
        SeenCompletion first = row.get(0);
        for (SeenCompletion other : row) {
            boolean isMissing = first == null || other == null;
            if (inTime == null && (isMissing || first.timeNanos() != other.timeNanos())) {
                inTime = new Difference(row);
            }
            if (inContent == null && (isMissing || !first.isSameRequest(other))) {
                inContent = new Difference(row);
            }
        }
    }

    private boolean isSettled() {
        return inTime != null && inContent != null;
    }

    /** The first completion that came at another time; null if none did. */
    @Nullable
    Difference inTime() {
        return inTime;
    }

    /** The first that was another request, or had another result; null if none was. */
    @Nullable
    Difference inContent() {
        return inContent;
    }
}
