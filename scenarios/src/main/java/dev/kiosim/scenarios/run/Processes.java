package dev.kiosim.scenarios.run;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.ProcessSpec.ProgramSpec;
import dev.kiosim.scenarios.ProcessSpec.TraceSpec;
import dev.kiosim.scenarios.ProcessSpec.WorkloadSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.StepSpec;
import dev.kiosim.scenarios.program.LessonProgram;
import dev.kiosim.scenarios.workload.GeneratedSource;
import dev.kiosim.scenarios.workload.IoProgram;
import dev.kiosim.scenarios.workload.IoProgramConfig;
import dev.kiosim.scenarios.workload.RequestSource;
import dev.kiosim.scenarios.workload.WorkloadConfig;
import java.util.ArrayList;
import java.util.List;

/** The processes of a scenario: makes a program of each and starts it. */
final class Processes {
    private final Scenario scenario;
    private final Kernel kernel;
    private final TaskNames names;
    private final RunOptions options;
    private final OpenFiles files;
    private final Abi abi;
    private final List<IoProgram> ioPrograms = new ArrayList<>();
    private final List<Replay> replays = new ArrayList<>();
    private final List<LessonProgram> lessons = new ArrayList<>();

    Processes(Scenario scenario, Machine machine, TaskNames names, RunOptions options) {
        this.scenario = scenario;
        this.names = names;
        this.options = options;
        kernel = machine.kernel();
        files = new OpenFiles(scenario, machine);
        abi = Abis.find(scenario.kernel().text("abi"));
    }

    /**
     * Starts those of a boot, from 1.
     *
     * @throws ScenarioException with all mistakes that show only now
     */
    void start(int boot) {
        List<Mistake> mistakes = new ArrayList<>();
        for (ProcessSpec spec : scenario.processes()) {
            if (spec.settings().number("boot") != boot) {
                continue;
            }
            long jobs = spec.settings().number("numjobs");
            for (int job = 0; job < jobs; job++) {
                String name = jobs == 1 ? spec.name() : spec.name() + "." + job;
                try {
                    start(spec, name);
                } catch (ConfigException found) {
                    mistakes.add(workSection(spec).mistake(found));
                    break;
                }
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ScenarioException(mistakes);
        }
    }

    private static Section workSection(ProcessSpec spec) {
        if (spec.work() instanceof WorkloadSpec workload) {
            return workload.section();
        }
        return spec.work() instanceof TraceSpec trace ? trace.section() : spec.section();
    }

    private void start(ProcessSpec spec, String name) {
        if (spec.settings().has("thread_of")) {
            startThread(spec, name);
            return;
        }
        Process process = kernel.newProcess(name);
        process.setUid((int) spec.settings().number("uid"));
        Program program = program(spec, process, name);
        Task task = kernel.startTask(process, name, program, cpu(spec));
        task.setIoPriority(
                spec.settings().has("prioclass") ? (int) spec.settings().number("prioclass") : 0,
                spec.settings().has("prio") ? (int) spec.settings().number("prio") : 0);
    }

    private int cpu(ProcessSpec spec) {
        int cpu = spec.settings().has("cpu") ? (int) spec.settings().number("cpu") : Task.ANY_CPU;
        if (cpu >= kernel.config().onlineCpus()) {
            throw new ConfigException(
                    "cpu", cpu, "a CPU of the machine: 0 to " + (kernel.config().onlineCpus() - 1));
        }
        return cpu;
    }

    /** The process that it belongs to starts it. */
    private void startThread(ProcessSpec spec, String name) {
        String owner = spec.settings().text("thread_of");
        for (LessonProgram lesson : lessons) {
            if (lesson.name().equals(owner)) {
                lesson.startsAtEnd(lesson((ProgramSpec) spec.work(), name), cpu(spec));
                return;
            }
        }
        throw new ConfigException("thread_of", owner, "an earlier process with a program");
    }

    private Program program(ProcessSpec spec, Process process, String name) {
        if (spec.work() instanceof WorkloadSpec workload) {
            return workload(workload.settings(), process, name);
        }
        if (spec.work() instanceof TraceSpec trace) {
            Replay replay = new Replay(scenario, trace, process, files, names, options);
            replays.add(replay);
            Settings settings = trace.settings();
            int depth = (int) settings.number("iodepth");
            return ioProgram(
                    new IoProgramConfig(depth, depth, 1, false, 0, 0), replay.source(), settings);
        }
        return lesson((ProgramSpec) spec.work(), name);
    }

    private LessonProgram lesson(ProgramSpec spec, String name) {
        RunOptions.Watch watch = options.watch();
        LessonProgram.Listener listener =
                watch == null ? options.notes()::remark : watch.listener();
        LessonProgram lesson = new LessonProgram(name, stepsOf(spec), files, listener);
        if (watch != null) {
            lesson.parkAtEnd();
        }
        lessons.add(lesson);
        return lesson;
    }

    private List<StepSpec> stepsOf(ProgramSpec spec) {
        return spec.steps().stream().filter(step -> step.appliesTo(abi.name())).toList();
    }

    /** The programs of explicit steps, threads included. */
    List<LessonProgram> lessons() {
        return lessons;
    }

    private Program workload(Settings settings, Process process, String name) {
        Workloads.Opened file = Workloads.open(files, settings, process);
        WorkloadConfig config = Workloads.config(settings, file.sizeBytes());
        GeneratedSource.RandomStreams streams = settings.has("randseed")
                ? purpose -> RandomStream.named(settings.number("randseed"), purpose)
                : purpose -> kernel.engine().random("workload." + name + "." + purpose);
        GeneratedSource source = new GeneratedSource(config, file.fd(), streams);
        return ioProgram(Workloads.programConfig(settings), source, settings);
    }

    private IoProgram ioProgram(IoProgramConfig config, RequestSource source, Settings settings) {
        List<Attribute> attributes = Abis.attributes(settings.list("attributes"));
        IoProgram program = new IoProgram(
                config,
                source,
                (task, depth, bufferBytes) -> abi.client(task, depth, bufferBytes, attributes));
        ioPrograms.add(program);
        return program;
    }

    /** Adds to the summary what the programs know. */
    void finish(RunSummary summary) {
        for (IoProgram program : ioPrograms) {
            summary.refused += program.refused();
            if (program.failedSetUp() != 0) {
                summary.failures().add(program.describeFailedSetUp());
            }
        }
        for (Replay replay : replays) {
            summary.replays().add(replay.finish());
        }
        for (LessonProgram lesson : lessons) {
            summary.failures().addAll(lesson.failures());
        }
    }
}
