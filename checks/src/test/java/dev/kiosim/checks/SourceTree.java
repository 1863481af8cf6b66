package dev.kiosim.checks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** All Java sources of the project, as lines and as syntax trees. */
final class SourceTree {
    /** A source file; its path is relative to the project and has slashes. */
    record Source(String path, List<String> lines) {
        boolean isTest() {
            return path.contains("/src/test/");
        }

        String folder() {
            return path.substring(0, path.lastIndexOf('/'));
        }
    }

    /** A syntax tree, with what turns its nodes into line numbers. */
    record Parsed(String path, CompilationUnitTree unit, SourcePositions positions) {}

    static final Path PROJECT = findProject();

    private SourceTree() {}

    /** All sources, in the order of their paths. */
    static List<Source> sources() {
        return javaFiles().stream()
                .map(file -> new Source(relative(file), lines(file)))
                .toList();
    }

    /** The syntax trees of all sources. */
    static List<Parsed> parsed() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(javaFiles()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<Parsed> parsed = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                parsed.add(new Parsed(relative(file), unit, positions));
            }
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles() {
        try (Stream<Path> modules = Files.list(PROJECT)) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTree::javaFilesBelow)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFilesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String relative(Path file) {
        return PROJECT.relativize(file.toAbsolutePath()).toString().replace('\\', '/');
    }

    private static Path findProject() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("sim-core"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
