package dev.kiosim.bench;

import dev.kiosim.bench.HoldModel.Contender;
import dev.kiosim.bench.HoldModel.Score;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;

/**
 * The engine through its public API: every event that waits is an object of its own, of one of four
 * classes in turn, and schedules itself again when it fires.
 */
final class EngineHold implements Contender {
    @Override
    public String name() {
        return "Engine";
    }

    @Override
    public Score play(HoldModel model) {
        Run run = new Run(model.holdCount());
        for (int i = 0; i < model.eventCount(); i++) {
            run.engine.schedule(HoldModel.delay(i), run.handler(i));
        }
        double began = CpuClock.seconds();
        run.engine.run();
        return new Score(model.holdCount() / (CpuClock.seconds() - began), run.sequenceSum);
    }

    /** What the handlers of one run share. */
    private static final class Run {
        final Engine engine = new Engine(1);
        final int holdCount;
        int holds;
        long sequenceSum;
        long nextSequence;

        Run(int holdCount) {
            this.holdCount = holdCount;
        }

        Event handler(int i) {
            nextSequence = i + 1L;
            return switch (i & 3) {
                case 0 -> new Arrival(this, i);
                case 1 -> new Seek(this, i);
                case 2 -> new Transfer(this, i);
                default -> new Completion(this, i);
            };
        }

        /** Ends the hold of the event numbered {@code sequence}; returns its next number. */
        long hold(long sequence, Event event) {
            sequenceSum += sequence;
            engine.schedule(HoldModel.delay(holds), event);
            if (++holds == holdCount) {
                engine.stop();
            }
            return nextSequence++;
        }
    }

    private static final class Arrival implements Event {
        private final Run run;
        private long sequence;

        Arrival(Run run, long sequence) {
            this.run = run;
            this.sequence = sequence;
        }

        @Override
        public void fire() {
            sequence = run.hold(sequence, this);
        }
    }

    private static final class Seek implements Event {
        private final Run run;
        private long sequence;

        Seek(Run run, long sequence) {
            this.run = run;
            this.sequence = sequence;
        }

        @Override
        public void fire() {
            sequence = run.hold(sequence, this);
        }
    }

    private static final class Transfer implements Event {
        private final Run run;
        private long sequence;

        Transfer(Run run, long sequence) {
            this.run = run;
            this.sequence = sequence;
        }

        @Override
        public void fire() {
            sequence = run.hold(sequence, this);
        }
    }

    private static final class Completion implements Event {
        private final Run run;
        private long sequence;

        Completion(Run run, long sequence) {
            this.run = run;
            this.sequence = sequence;
        }

        @Override
        public void fire() {
            sequence = run.hold(sequence, this);
        }
    }
}
