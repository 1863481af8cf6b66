package dev.kiosim.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script, in a project of empty modules, with a Java that prints how it was called and
 * a Maven that makes an empty jar.
 */
class LauncherTest {
    private static final String JAVA_99 = "JAVA_VERSION=\"99.0.1\"\n";
    private static final String PRINTING_JAVA = """
            #!/bin/sh
            for argument; do
                case $argument in
                    -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}"; exit ;;
                esac
            done
            printf '<%s>' "$@"
            exit ${JAVA_EXIT:-0}
            """;
    private static final String COUNTING_MAVEN = """
            #!/bin/sh
            echo "$@" >>mvn-calls
            sleep ${MAVEN_SECONDS:-0}
            [ -z "${MAVEN_FAILS:-}" ] || { echo '[ERROR] it broke'; exit 1; }
            echo '[INFO] Building cli 0.1.0          [5/5]'
            mkdir -p cli/target/quick
            : >cli/target/quick/kiosim.jar
            printf 'no newline at the end'
            """;

    @TempDir
    private Path temporary;

    private Path project;
    private Path javaHome;

    @BeforeEach
    void make_a_project_in_a_folder_with_blanks() throws IOException {
        project = Files.createDirectories(temporary.resolve("my own kiosim"));
        for (String module : List.of("sim-core", "devices", "scenarios", "cli")) {
            Files.createDirectories(project.resolve(module).resolve("src/main"));
            Files.createFile(project.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(project.resolve("pom.xml"));
        Files.copy(SourceTree.PROJECT.resolve("kiosim"), project.resolve("kiosim"));
        javaHome = temporary.resolve("jdk 99");
        script(javaHome.resolve("bin/java"), PRINTING_JAVA);
        script(javaHome.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(javaHome.resolve("release"), JAVA_99);
        script(temporary.resolve("bin/mvn"), COUNTING_MAVEN);
    }

    @Test
    void the_first_use_builds_and_says_so_on_standard_error_only() throws Exception {
        Result first = kiosim("list");
        assertThat(first.err()).contains("first use", "building cli (5/5)");
        assertThat(first.out()).startsWith("<").endsWith("<list>");
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void a_second_use_is_silent_and_builds_nothing() throws Exception {
        kiosim("list");
        Result second = kiosim("list");
        assertThat(second.err()).isEmpty();
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void a_changed_source_is_built_again() throws Exception {
        kiosim("list");
        touchInTheFuture(Files.createFile(project.resolve("devices/src/main/New.java")));
        assertThat(kiosim("list").err()).contains("sources have changed");
        assertThat(mavenCalls().get(1)).endsWith("-am package");
    }

    @Test
    void a_changed_pom_is_built_from_scratch() throws Exception {
        kiosim("list");
        touchInTheFuture(project.resolve("scenarios/pom.xml"));
        kiosim("list");
        assertThat(mavenCalls().get(1)).endsWith("-am clean package");
    }

    @Test
    void two_first_uses_at_once_build_once() throws Exception {
        Call one = start(Map.of("MAVEN_SECONDS", "1"), project.resolve("kiosim"), "list");
        Call other = start(Map.of("MAVEN_SECONDS", "1"), project.resolve("kiosim"), "list");
        assertThat(finish(one).exit()).isZero();
        assertThat(finish(other).exit()).isZero();
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void the_lock_of_a_build_that_died_is_cleared() throws Exception {
        Path lock = Files.createDirectories(project.resolve(".kiosim/build.lock"));
        Files.writeString(lock.resolve("pid"), "999999999\n");
        assertThat(kiosim("list").exit()).isZero();
        assertThat(project.resolve(".kiosim/build.lock")).doesNotExist();
    }

    @Test
    void a_failed_build_shows_the_errors_and_ends_with_126() throws Exception {
        Result failed = kiosim(Map.of("MAVEN_FAILS", "yes"), "list");
        assertThat(failed.exit()).isEqualTo(126);
        assertThat(failed.err()).contains("[ERROR] it broke", "build.log");
        assertThat(failed.out()).isEmpty();
    }

    @Test
    void arguments_arrive_as_they_were_written() throws Exception {
        assertThat(kiosim("run", "a b", "*", "", "--set=x=$HOME").out())
                .endsWith("kiosim.jar><run><a b><*><><--set=x=$HOME>");
    }

    @Test
    void options_for_the_jvm_come_from_the_command_line_and_the_environment() throws Exception {
        Map<String, String> environment =
                Map.of("KIOSIM_OPTS", "-Xmx1g -Da=b", "JAVA_OPTS", "-Xms1m");
        Result run = kiosim(environment, "-J-Xmx128m", "run", "-J-Dname=two words", "x");
        assertThat(run.out())
                .contains("<-Xms1m><-Xmx1g><-Da=b><-Xmx128m><-Dname=two words><-jar>")
                .endsWith("kiosim.jar><run><x>");
    }

    @Test
    void a_collector_that_the_user_chose_is_the_only_one() throws Exception {
        assertThat(kiosim("run").out()).contains("<-XX:+UseSerialGC>");
        assertThat(kiosim(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"), "run").out())
                .doesNotContain("UseSerialGC");
    }

    @Test
    void only_commands_that_are_short_do_without_the_second_compiler() throws Exception {
        assertThat(kiosim("--version").out()).contains("<-XX:TieredStopAtLevel=1>");
        assertThat(kiosim("run", "list").out()).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void the_class_data_archive_of_this_java_is_used() throws Exception {
        Path archive = project.resolve(".kiosim/jdk 99-99.0.1.jsa");
        assertThat(kiosim("run").out()).contains("<-XX:SharedArchiveFile=" + archive + ">");
        assertThat(archive).exists();
    }

    @Test
    void the_exit_code_is_passed_on() throws Exception {
        assertThat(kiosim(Map.of("JAVA_EXIT", "3"), "run").exit()).isEqualTo(3);
    }

    @Test
    void it_is_found_through_symbolic_links() throws Exception {
        Path link =
                Files.createSymbolicLink(temporary.resolve("absolute"), project.resolve("kiosim"));
        Path linkToLink =
                Files.createSymbolicLink(temporary.resolve("relative"), Path.of("absolute"));
        assertThat(finish(start(Map.of(), linkToLink, "list")).out())
                .contains("<" + project.toRealPath() + "/cli/target/quick/kiosim.jar>");
        assertThat(finish(start(Map.of(), link, "list")).exit()).isZero();
    }

    private Result kiosim(String... arguments) throws Exception {
        return kiosim(Map.of(), arguments);
    }

    private Result kiosim(Map<String, String> environment, String... arguments) throws Exception {
        return finish(start(environment, project.resolve("kiosim"), arguments));
    }

    private Call start(Map<String, String> environment, Path script, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(Files.createTempDirectory(temporary, "run").toFile());
        builder.redirectError(builder.directory().toPath().resolve("err").toFile());
        builder.redirectOutput(builder.directory().toPath().resolve("out").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA"));
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment()
                .merge("PATH", temporary.resolve("bin") + ":", (old, first) -> first + old);
        builder.environment().putAll(environment);
        return new Call(builder.start(), builder.directory().toPath());
    }

    private static Result finish(Call call) throws Exception {
        assertThat(call.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(
                call.process().exitValue(),
                Files.readString(call.folder().resolve("out"), UTF_8),
                Files.readString(call.folder().resolve("err"), UTF_8));
    }

    private List<String> mavenCalls() throws IOException {
        return Files.readAllLines(project.resolve("mvn-calls"), UTF_8);
    }

    private static void touchInTheFuture(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Call(Process process, Path folder) {}

    private record Result(int exit, String out, String err) {}
}
