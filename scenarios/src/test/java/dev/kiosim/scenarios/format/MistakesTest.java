package dev.kiosim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MistakesTest {
    private static final Path LESSONS = Path.of("src/test/resources/mistakes");

    @TestFactory
    Stream<DynamicTest> says_what_the_lessons_say() {
        return Lesson.all(LESSONS).stream().flatMap(MistakesTest::testsOf);
    }

    private static Stream<DynamicTest> testsOf(Lesson lesson) {
        if (Boolean.getBoolean("kiosim.rewrite")) {
            lesson.rewrite(MistakesTest::says);
        }
        return lesson.cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        lesson.file().getFileName() + ": " + one.title(),
                        lesson.file().toUri(),
                        () -> assertThat(says(one))
                                .as(
                                        "line %d of %s; rewrite with -Dkiosim.rewrite=true",
                                        one.line(), lesson.file())
                                .isEqualTo(one.says())));
    }

    private static String says(Lesson.Case one) {
        Source source = Source.of("case." + one.syntax(), one.text());
        List<Mistake> mistakes;
        String end = "";
        try {
            Scenario scenario = new ScenarioReader(TestDevices.KINDS).read(source, one.settings());
            mistakes = scenario.warnings();
            end = mistakes.isEmpty() ? "nothing" : "";
        } catch (ScenarioException wrong) {
            mistakes = wrong.mistakes();
        }
        return mistakes.stream().map(Mistake::withExcerpt).collect(Collectors.joining("\n")) + end;
    }
}
