package dev.kiosim.scenarios.conformance;

import java.util.List;

/**
 * One recorded case.
 *
 * @param group what its file is about
 * @param id unique in the folder
 * @param title what it shows
 * @param dependsOn what the facts depend on: {@code cpus}, {@code kernel}, ...
 * @param steps what was done and seen, in order
 */
public record RecordedCase(
        String group, String id, String title, List<String> dependsOn, List<Step> steps) {
    /**
     * One step.
     *
     * @param call the system call or action
     * @param args what was asked
     * @param seen everything that was recorded of it: {@code ret}, {@code rings}, {@code events}
     */
    public record Step(String call, Json.Obj args, Json.Obj seen) {
        static Step of(Json.Obj step) {
            Json.Obj seen = new Json.Obj();
            step.fields().forEach((key, value) -> {
                if (!key.equals("call") && !key.equals("args")) {
                    seen.put(key, value);
                }
            });
            return new Step(step.text("call", ""), step.object("args"), seen);
        }

        @Override
        public String toString() {
            return call + " " + args;
        }
    }

    public RecordedCase {
        dependsOn = List.copyOf(dependsOn);
        steps = List.copyOf(steps);
    }

    static RecordedCase of(String group, Json.Obj recorded) {
        List<Step> steps = recorded.list("steps").stream()
                .filter(Json.Obj.class::isInstance)
                .map(step -> Step.of((Json.Obj) step))
                .toList();
        List<String> tags = recorded.list("depends_on").stream()
                .filter(Json.Text.class::isInstance)
                .map(tag -> ((Json.Text) tag).value())
                .toList();
        return new RecordedCase(
                group, recorded.text("id", "?"), recorded.text("title", ""), tags, steps);
    }
}
