package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a program on which two kernels differ as short as it can be: leaves out runs of steps, long
 * ones first, then single arguments of iocbs and single iocbs of a call, as long as they differ.
 */
final class Shrinker {
    private final Function<List<Step>, Oracle.Finding> compare;

    Shrinker(Function<List<Step>, Oracle.Finding> compare) {
        this.compare = compare;
    }

    /** The shortest finding that is reached from {@code first}. */
    Oracle.Finding shrink(Oracle.Finding first) {
        Oracle.Finding best = cutBehind(first);
        List<Step> before;
        do {
            before = best.recorded();
            best = withoutSteps(best);
            best = withoutArguments(best);
        } while (best.recorded().size() < before.size());
        return best;
    }

    /** What comes behind the step that differs does not matter. */
    private Oracle.Finding cutBehind(Oracle.Finding finding) {
        List<Step> head = finding.recorded().subList(0, finding.difference().number());
        return orElse(head, finding);
    }

    private Oracle.Finding orElse(List<Step> shorter, Oracle.Finding finding) {
        Oracle.Finding found = compare.apply(shorter);
        if (found == null) {
            return finding;
        }
        List<Step> upTo = found.recorded().subList(0, found.difference().number());
        return new Oracle.Finding(upTo, found.difference());
    }

    private Oracle.Finding withoutSteps(Oracle.Finding finding) {
        Oracle.Finding best = finding;
        for (int run = best.recorded().size() / 2; run >= 1; run /= 2) {
            for (int from = 0; from + run <= best.recorded().size(); ) {
                List<Step> shorter = new ArrayList<>(best.recorded());
                shorter.subList(from, from + run).clear();
                Oracle.Finding found = orElse(shorter, best);
                from += found == best ? 1 : 0;
                best = found;
            }
        }
        return best;
    }

    private Oracle.Finding withoutArguments(Oracle.Finding finding) {
        Oracle.Finding best = finding;
        for (int i = 0; i < best.recorded().size(); i++) {
            Step step = best.recorded().get(i);
            for (Json.Obj args : simpler(step)) {
                if (i < best.recorded().size()) {
                    List<Step> shorter = new ArrayList<>(best.recorded());
                    shorter.set(i, new Step(step.call(), args, new Json.Obj()));
                    best = orElse(shorter, best);
                }
            }
        }
        return best;
    }

    private static List<Json.Obj> simpler(Step step) {
        List<Json.Obj> all = new ArrayList<>();
        if (step.call().equals("iocb")) {
            for (String key : step.args().fields().keySet()) {
                if (!key.equals("iocb") && !key.equals("aio_fildes")) {
                    Json.Obj fewer =
                            new Json.Obj(new LinkedHashMap<>(step.args().fields()));
                    fewer.fields().remove(key);
                    all.add(fewer);
                }
            }
        }
        List<Json> iocbs = step.args().list("iocbpp");
        for (int i = 0; iocbs.size() > 1 && i < iocbs.size(); i++) {
            List<Json> fewer = new ArrayList<>(iocbs);
            fewer.remove(i);
            Json.Obj args = new Json.Obj(new LinkedHashMap<>(step.args().fields()));
            args.put("iocbpp", new Json.Array(fewer)).put("nr", Json.of(fewer.size()));
            all.add(args);
        }
        return all;
    }
}
