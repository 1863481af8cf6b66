package dev.kiosim.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import dev.kiosim.checks.SourceTree.Parsed;
import dev.kiosim.checks.SourceTree.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How the source is written, as far as a program can tell. Reads every Java file of the project.
 */
class StyleTest {
    private static final int COLUMNS_MAX = 100;
    private static final int METHOD_LINES_MAX = 60;
    private static final int FILE_LINES_MAX = 400;
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern EMPTY_ROLE =
            Pattern.compile(".*(Manager|Helper|Utils?|Base|Impl)");
    private static final Pattern SKIPPED = Pattern.compile("^\\s*@(Disabled|Ignore)\\b");

    @Test
    void all_modules_are_read() {
        assertThat(SourceTree.sources().stream().map(source -> source.path().replaceAll("/.*", "")))
                .contains("sim-core", "devices", "scenarios", "cli", "checks", "bench");
    }

    @Test
    void no_line_is_longer_than_100_columns() {
        assertThat(linesWhere(line -> line.codePointCount(0, line.length()) > COLUMNS_MAX))
                .isEmpty();
    }

    @Test
    void no_method_is_longer_than_60_lines() {
        List<String> tooLong = new ArrayList<>();
        for (Parsed source : SourceTree.parsed()) {
            new MethodLengths(source).scan(source.unit(), tooLong);
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void a_file_of_more_than_400_lines_is_listed_with_a_reason() throws IOException {
        Map<String, String> reasons = longFiles();
        List<String> longFiles = SourceTree.sources().stream()
                .filter(source -> source.lines().size() > FILE_LINES_MAX)
                .map(Source::path)
                .toList();
        assertThat(reasons.keySet()).containsExactlyInAnyOrderElementsOf(longFiles);
        assertThat(reasons.values()).noneMatch(String::isBlank);
    }

    @Test
    void every_package_that_is_shipped_tells_its_design() {
        List<Source> shipped =
                SourceTree.sources().stream().filter(source -> !source.isTest()).toList();
        List<String> told = shipped.stream()
                .filter(source -> source.path().endsWith("/package-info.java"))
                .filter(source -> source.lines().size() > 3)
                .map(Source::folder)
                .toList();
        assertThat(shipped.stream().map(Source::folder).distinct()).isSubsetOf(told);
    }

    @Test
    void nothing_is_left_unfinished() {
        assertThat(linesWhere(line -> UNFINISHED.matcher(line).find())).isEmpty();
    }

    @Test
    void no_test_is_skipped_silently() {
        assertThat(linesWhere(line -> SKIPPED.matcher(line).find())).isEmpty();
    }

    @Test
    void types_are_named_for_the_domain_and_not_for_a_role() {
        assertThat(SourceTree.parsed().stream().flatMap(StyleTest::typeNames))
                .isNotEmpty()
                .noneMatch(name -> EMPTY_ROLE.matcher(name).matches());
    }

    private static List<String> linesWhere(java.util.function.Predicate<String> isWrong) {
        return SourceTree.sources().stream()
                .flatMap(source -> IntStream.range(0, source.lines().size())
                        .filter(i -> isWrong.test(source.lines().get(i)))
                        .mapToObj(i -> at(source.path(), i + 1) + source.lines().get(i)))
                .toList();
    }

    private static Stream<String> typeNames(Parsed source) {
        List<String> names = new ArrayList<>();
        new TreeScanner<Void, List<String>>() {
            @Override
            public Void visitClass(ClassTree type, List<String> found) {
                found.add(type.getSimpleName().toString());
                return super.visitClass(type, found);
            }
        }.scan(source.unit(), names);
        return names.stream();
    }

    private static Map<String, String> longFiles() throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (InputStream list = StyleTest.class.getResourceAsStream("/long-files.txt");
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] pathAndReason = line.split(":", 2);
                reasons.put(pathAndReason[0], pathAndReason[1]);
            });
        }
        return reasons;
    }

    private static String at(String path, long line) {
        return path + ":" + line + ": ";
    }

    /**
     * Collects the methods that are too long, from the first line of the declaration to the last.
     */
    private static final class MethodLengths extends TreeScanner<Void, List<String>> {
        private final Parsed source;

        MethodLengths(Parsed source) {
            this.source = source;
        }

        @Override
        public Void visitMethod(MethodTree method, List<String> tooLong) {
            check(method, method.getName().toString(), tooLong);
            return super.visitMethod(method, tooLong);
        }

        @Override
        public Void visitClass(ClassTree type, List<String> tooLong) {
            for (Tree member : type.getMembers()) {
                if (member instanceof BlockTree initializer) {
                    check(initializer, "initializer", tooLong);
                }
            }
            return super.visitClass(type, tooLong);
        }

        private void check(Tree tree, String name, List<String> tooLong) {
            CompilationUnitTree unit = source.unit();
            LineMap lineMap = unit.getLineMap();
            long first = lineMap.getLineNumber(source.positions().getStartPosition(unit, tree));
            long end = source.positions().getEndPosition(unit, tree);
            if (end >= 0 && lineMap.getLineNumber(end) - first + 1 > METHOD_LINES_MAX) {
                tooLong.add(at(source.path(), first) + name);
            }
        }
    }
}
