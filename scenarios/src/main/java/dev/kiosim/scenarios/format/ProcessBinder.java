package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import dev.kiosim.config.Settings;
import dev.kiosim.config.Values;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.ProcessSpec.ProgramSpec;
import dev.kiosim.scenarios.ProcessSpec.TraceSpec;
import dev.kiosim.scenarios.ProcessSpec.Work;
import dev.kiosim.scenarios.ProcessSpec.WorkloadSpec;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.StepSpec;
import dev.kiosim.scenarios.format.Node.Entry;
import dev.kiosim.scenarios.format.Node.ListNode;
import dev.kiosim.scenarios.format.Node.MapNode;
import dev.kiosim.scenarios.format.Node.Scalar;
import dev.kiosim.scenarios.vocabulary.ProcessKeys;
import dev.kiosim.scenarios.vocabulary.StepKinds;
import dev.kiosim.scenarios.vocabulary.TraceKeys;
import dev.kiosim.scenarios.vocabulary.WorkloadKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds the processes: a list in which each has a name, or a map by name. */
final class ProcessBinder {
    private static final List<String> WORK =
            ProcessKeys.WORK.stream().map(Kind::name).toList();
    private static final String EXACTLY_ONE = "expected exactly one of " + String.join(", ", WORK);

    private final Names names;
    private final Effects effects;
    private final Mistakes mistakes;
    private final List<ProcessSpec> processes = new ArrayList<>();
    private final Set<String> processNames = new LinkedHashSet<>();
    private final Map<String, Names> namesByProgram = new LinkedHashMap<>();

    ProcessBinder(Names names, Effects effects, Mistakes mistakes) {
        this.names = names;
        this.effects = effects;
        this.mistakes = mistakes;
    }

    /** The processes, in the order in which they are written; {@code node} null means none. */
    List<ProcessSpec> bindAll(@Nullable Node node) {
        if (node instanceof MapNode map) {
            for (Entry entry : map.entries()) {
                Names.checkForm("process", entry, mistakes);
                bind(entry.key(), entry.value(), ProcessKeys.IN_MAP);
            }
        } else if (node instanceof ListNode list) {
            for (Node item : list.items()) {
                bind(nameOf(item), item, ProcessKeys.IN_LIST);
            }
        } else if (node != null) {
            mistakes.wrongShape("processes", node, "a list, or a map of names");
        }
        return processes;
    }

    private String nameOf(Node item) {
        Entry entry = item instanceof MapNode map ? map.find("name") : null;
        if (entry == null || !(entry.value() instanceof Scalar name) || name.isEmpty()) {
            return "?";
        }
        if (!processNames.add(name.text())) {
            mistakes.error(
                    name.at(),
                    "a second process " + quoted(name.text()) + "; expected a name of its own");
        }
        return name.text();
    }

    private void bind(String name, Node node, List<Key> keys) {
        String what = "process " + name;
        if (!(node instanceof MapNode map)) {
            mistakes.wrongShape(what, node, "a map with one of " + String.join(", ", WORK));
            return;
        }
        Section section = new SectionBinder(what, names, mistakes).bind(map, keys, WORK);
        effects.check(section, keys);
        Entry chosen = chooseWork(what, map);
        if (chosen != null) {
            Work work = work(chosen, namesKnownTo(name, section, chosen));
            processes.add(new ProcessSpec(name, section, work));
        }
    }

    private @Nullable Entry chooseWork(String what, MapNode map) {
        List<Entry> chosen = new ArrayList<>();
        for (Entry entry : map.entries()) {
            if (WORK.contains(entry.key())) {
                chosen.add(entry);
            }
        }
        if (chosen.isEmpty()) {
            mistakes.error(map.at(), what + " does nothing; " + EXACTLY_ONE);
            return null;
        }
        if (chosen.size() > 1) {
            Entry second = chosen.get(1);
            mistakes.error(
                    second.at(),
                    what + " has both " + chosen.get(0).key() + " and " + second.key() + "; "
                            + EXACTLY_ONE);
        }
        return chosen.get(0);
    }

    /** What a program may refer to from its first step on: a thread, all that its process named. */
    private Names namesKnownTo(String name, Section section, Entry chosen) {
        Settings settings = section.settings();
        Names known = names.forProgram();
        if (settings.has("thread_of")) {
            String owner = settings.text("thread_of");
            Names named = namesByProgram.get(owner);
            if (named == null) {
                mistakes.error(section.placeOf("thread_of"), noOwner(name, owner));
            } else if (!chosen.key().equals("program")) {
                mistakes.error(chosen.at(), "a thread has a program; expected no " + chosen.key());
            } else {
                known = named.forThread();
            }
        } else if (chosen.key().equals("program")) {
            namesByProgram.put(name, known);
        }
        return known;
    }

    private String noOwner(String name, String owner) {
        String wrong = name + " is a thread of " + quoted(owner)
                + ", which is no earlier process with a program of its own; ";
        return namesByProgram.isEmpty()
                ? wrong + "there is none"
                : wrong + "expected one of " + String.join(", ", namesByProgram.keySet());
    }

    private Work work(Entry chosen, Names known) {
        return switch (chosen.key()) {
            case "workload" -> new WorkloadSpec(section(chosen, WorkloadKeys.ALL));
            case "trace" -> new TraceSpec(section(chosen, TraceKeys.ALL));
            default -> program(chosen.value(), known);
        };
    }

    private Section section(Entry chosen, List<Key> keys) {
        if (!(chosen.value() instanceof MapNode map)) {
            String expected = "a map with some of " + Values.names(keys);
            mistakes.wrongShape(chosen.key(), chosen.value(), expected);
            return new Section(new Settings(), chosen.at(), Map.of());
        }
        Section section = new SectionBinder("the " + chosen.key(), names, mistakes).bind(map, keys);
        effects.check(section, keys);
        return section;
    }

    private ProgramSpec program(Node node, Names known) {
        KindBinder binder = new KindBinder("step", StepKinds.ALL, StepKinds.COMMON, mistakes);
        return new ProgramSpec(binder.bindAll("program", node, known).stream()
                .map(item -> new StepSpec(item.kind().name(), item.section(), item.common()))
                .toList());
    }
}
