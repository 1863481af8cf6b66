package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.Nullable;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.MemoryFault;
import dev.kiosim.scenarios.conformance.CaseResult;
import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase;
import dev.kiosim.scenarios.conformance.RecordingFolder;
import dev.kiosim.scenarios.conformance.Suite;
import java.util.ArrayList;
import java.util.List;

/** Recordings of the classic AIO ABI: {@code golden/aio-v1} and folders like it. */
public final class AioV1Suite implements Suite {
    private static final List<String> TELLING_CALLS = List.of(
            "io_setup",
            "io_submit",
            "io_getevents",
            "io_pgetevents",
            "io_cancel",
            "io_destroy",
            "child_io_setup");

    /** The suite. */
    public AioV1Suite() {}

    @Override
    public String name() {
        return "aio-v1";
    }

    @Override
    public boolean recognises(RecordingFolder folder) {
        return !folder.cases().isEmpty()
                && (folder.host().find("aio_max_nr") != null
                        || TELLING_CALLS.stream().anyMatch(folder.calls()::contains));
    }

    @Override
    public List<ReplayableCase> open(RecordingFolder folder) {
        Host host = Host.of(folder.host());
        return folder.cases().stream()
                .map(each -> (ReplayableCase) new Case(host, each))
                .toList();
    }

    private record Case(Host host, RecordedCase recorded) implements ReplayableCase {
        @Override
        public String id() {
            return recorded.id();
        }

        @Override
        public String title() {
            return recorded.title();
        }

        @Override
        public CaseResult replay() {
            List<String> done = new ArrayList<>();
            CaseResult.Difference difference = host.pageBytes() == AddressSpace.PAGE_BYTES
                    ? firstDifference(done)
                    : new CaseResult.Difference(
                            0, "host.json", "page_size " + host.pageBytes(), "pages of 4096");
            return new CaseResult(id(), title(), difference, done, List.of());
        }

        private CaseResult.@Nullable Difference firstDifference(List<String> done) {
            AioReplay replay = new AioReplay(host);
            for (int i = 0; i < recorded.steps().size(); i++) {
                RecordedCase.Step step = recorded.steps().get(i);
                StepComparison.Difference difference = run(replay, step, done);
                if (difference != null) {
                    return new CaseResult.Difference(
                            i + 1, step.toString(), difference.recorded(), difference.simulated());
                }
            }
            return null;
        }

        private static StepComparison.@Nullable Difference run(
                AioReplay replay, RecordedCase.Step step, List<String> done) {
            String recorded = step.seen().toString();
            Action action = Actions.find(step.call());
            if (action == null) {
                return new StepComparison.Difference(recorded, "no action " + step.call());
            }
            try {
                Arguments args = new Arguments(step.args());
                Json.Obj seen = action.run(replay, args).seen();
                done.add(step + " -> " + seen);
                String unknown = args.unknownKey();
                if (unknown != null) {
                    return new StepComparison.Difference(
                            recorded, step.call() + " with an unknown argument " + unknown);
                }
                return StepComparison.of(replay, step.seen(), seen);
            } catch (UnknownNameException | InvariantViolation | MemoryFault stopped) {
                return new StepComparison.Difference(
                        recorded, String.valueOf(stopped.getMessage()));
            } catch (
                    RuntimeException broken) { // a recording that nobody thought of, one case's end
                return new StepComparison.Difference(recorded, "the replay broke: " + broken);
            }
        }
    }
}
