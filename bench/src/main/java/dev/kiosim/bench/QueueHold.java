package dev.kiosim.bench;

import dev.kiosim.bench.HoldModel.Contender;
import dev.kiosim.bench.HoldModel.Score;
import dev.kiosim.engine.EventQueue;

/** The bare queue: no events, only due times and tags. */
final class QueueHold implements Contender {
    @Override
    public String name() {
        return "EventQueue";
    }

    @Override
    public Score play(HoldModel model) {
        EventQueue queue = new EventQueue();
        long sequence = 0;
        while (sequence < model.eventCount()) {
            queue.add(HoldModel.delay(sequence), sequence++);
        }
        double began = CpuClock.seconds();
        long sum = hold(queue, model.holdCount(), sequence);
        return new Score(model.holdCount() / (CpuClock.seconds() - began), sum);
    }

    private static long hold(EventQueue queue, int holdCount, long firstSequence) {
        long sum = 0;
        for (int i = 0; i < holdCount; i++) {
            long dueNanos = queue.firstDueNanos();
            sum += queue.removeFirst();
            queue.add(dueNanos + HoldModel.delay(i), firstSequence + i);
        }
        return sum;
    }
}
