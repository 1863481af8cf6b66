package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a recorded program as a scenario with explicit steps, each with the result of the real
 * kernel as {@code ret}: run by kiosim, the scenario fails where they differ. What the format has
 * no step for becomes a comment.
 */
final class ScenarioText {
    private static final Set<String> SAME = Set.of(
            "buffer",
            "iocb",
            "io_destroy",
            "user_reap",
            "user_store_ring",
            "close",
            "io_cancel",
            "eventfd_read",
            "eventfd_write",
            "munmap",
            "iovec",
            "io_setup");
    private static final Set<String> LISTS = Set.of("flags", "prot");
    private static final Set<String> SIZES = Set.of("len", "align", "from");
    private static final String INDENT = "      ";
    private static final int REPEATS_MAX = 400;

    private final List<Step> program;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final StringBuilder steps = new StringBuilder();

    private ScenarioText(List<Step> program) {
        this.program = program;
    }

    /** The scenario. */
    static String of(List<Step> program, String title) {
        return new ScenarioText(program).write(title);
    }

    private String write(String title) {
        for (Step step : program) {
            add(step);
        }
        StringBuilder text = new StringBuilder("kiosim: 1\ntitle: ")
                .append(title)
                .append("\n\nkernel: {abi: v1}\n\ndevices:\n  disk: {kind: ssd, size: 1GiB}\n");
        if (!files.isEmpty()) {
            text.append("\nfiles:\n");
            files.forEach((name, keys) ->
                    text.append("  ").append(name).append(": {").append(keys).append("}\n"));
        }
        return text.append("\nprocesses:\n  program:\n    program:\n")
                .append(steps)
                .toString();
    }

    private void add(Step step) {
        switch (step.call()) {
            case "open" -> open(step);
            case "io_submit" -> submit(step);
            case "io_submit_repeat" -> submitRepeat(step);
            case "io_getevents", "io_pgetevents" -> getevents(step);
            case "read", "write" -> line(step, keys(step, Map.of("bytes", "nbytes"), Set.of()));
            case "eventfd", "mprotect" -> line(step, keys(step, Map.of(), Set.of()));
            case "pipe" -> line(step, keys(step, Map.of(), Set.of("flags")));
            case LiveCase.WAIT -> steps.append(INDENT).append("- sleep: 100ms\n");
            default -> {
                if (SAME.contains(step.call())) {
                    line(step, keys(step, Map.of(), dropped(step)));
                } else {
                    comment(step);
                }
            }
        }
    }

    private static Set<String> dropped(Step step) {
        boolean isValid = step.args().text("ctxp", "").equals("valid");
        return isValid ? Set.of("ctxp") : Set.of();
    }

    private void comment(Step step) {
        steps.append(INDENT).append("# ").append(step).append(ret(step)).append('\n');
    }

    private void open(Step step) {
        String name = step.args().text("fd", "f");
        long size = Math.max(1, step.args().number("size", 0));
        String cache =
                step.args().text("page_cache", "resident").equals("resident") ? "resident" : "cold";
        int offset = files.size() * 16;
        files.put(
                name,
                "device: disk, offset: " + offset + "MiB, size: " + size + "B, page_cache: "
                        + cache);
        steps.append(INDENT)
                .append("- open: {fd: ")
                .append(name)
                .append(", file: ")
                .append(name)
                .append(", flags: [")
                .append(words(step.args().text("flags", "O_RDWR")))
                .append("]}\n");
    }

    private static String words(String joined) {
        return joined.replace("|", ", ");
    }

    private void submit(Step step) {
        Json iocbs = step.args().find("iocbpp");
        String ctx = step.args().text("ctx", "c0");
        String nr = String.valueOf(step.args().find("nr"));
        if (!(iocbs instanceof Json.Array array)) {
            line(step, "ctx: " + ctx + ", nr: " + nr + ", iocbpp: " + plain(iocbs));
            return;
        }
        List<String> names = array.items().stream().map(ScenarioText::plain).toList();
        if (names.stream().anyMatch(name -> name.contains(" ") || name.contains("UNMAPPED"))) {
            comment(step);
            return;
        }
        String list = String.join(", ", names);
        line(step, "ctx: " + ctx + ", nr: " + nr + ", iocbs: [" + list + "]");
    }

    /** One call after the other, as the action makes them. */
    private void submitRepeat(Step step) {
        long total = step.seen().number("accepted_total", 0);
        String iocb = step.args().text("iocb", "a");
        String ctx = step.args().text("ctx", "c0");
        for (long i = 0; i < Math.min(total, REPEATS_MAX); i++) {
            steps.append(INDENT)
                    .append("- io_submit: {ctx: ")
                    .append(ctx)
                    .append(", iocbs: [")
                    .append(iocb)
                    .append("]}\n")
                    .append(INDENT)
                    .append("  ret: 1\n");
        }
        if (step.seen().find("ret") instanceof Json.Text refused) {
            steps.append(INDENT)
                    .append("- io_submit: {ctx: ")
                    .append(ctx)
                    .append(", iocbs: [")
                    .append(iocb)
                    .append("]}\n")
                    .append(INDENT)
                    .append("  ret: ")
                    .append(refused.value())
                    .append('\n');
        }
    }

    private void getevents(Step step) {
        Json.Obj args = step.args();
        String events = args.text("events", "ok");
        if (events.startsWith("room:")) {
            comment(step);
            return;
        }
        String timeout = args.text("timeout", "NULL");
        String duration = timeout.indexOf(':') < 0 ? timeout : "0s";
        String where = events.equals("ok") ? "" : ", events: " + events;
        line(
                step,
                "ctx: " + args.text("ctx", "c0") + ", min_nr: " + args.find("min_nr") + ", nr: "
                        + args.find("nr") + ", timeout: " + duration + where);
    }

    private void line(Step step, String keys) {
        steps.append(INDENT)
                .append("- ")
                .append(step.call())
                .append(": {")
                .append(keys)
                .append("}\n");
        String ret = ret(step);
        if (!ret.isEmpty()) {
            steps.append(INDENT).append("  ret: ").append(ret.substring(1)).append('\n');
        }
        if (step.seen().find("events") instanceof Json.Array events
                && !events.items().isEmpty()) {
            steps.append(INDENT).append("  # events ").append(events).append('\n');
        }
    }

    private static String ret(Step step) {
        boolean tells = !step.call().equals("iocb") && step.seen().find("ret") != null;
        return tells ? " " + plain(step.seen().find("ret")) : "";
    }

    private static String keys(Step step, Map<String, String> renamed, Set<String> dropped) {
        List<String> keys = new ArrayList<>();
        step.args().fields().forEach((key, value) -> {
            String text = LISTS.contains(key) ? "[" + words(plain(value)) + "]" : plain(value);
            boolean isSize = SIZES.contains(key) && !step.call().equals("iovec");
            if (!dropped.contains(key) && !text.equals("[]")) {
                keys.add(renamed.getOrDefault(key, key) + ": " + text + (isSize ? "B" : ""));
            }
        });
        return String.join(", ", keys);
    }

    private static String plain(Json value) {
        if (value instanceof Json.Array array) {
            return array.items().stream()
                    .map(ScenarioText::plain)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Json.Obj fields) {
            return fields.fields().entrySet().stream()
                    .map(field -> field.getKey() + ": " + plain(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof Json.Text text ? text.value() : String.valueOf(value);
    }
}
