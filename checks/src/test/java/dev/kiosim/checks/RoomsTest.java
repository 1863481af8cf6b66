package dev.kiosim.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.kiosim.checks.ShippedClasses.ROOT_PACKAGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A room is a package just below dev.kiosim, with all below it. */
class RoomsTest {
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.of(
            "engine", List.of(),
            "memory", List.of("engine"),
            "ring", List.of("engine", "memory"),
            "config", List.of("engine"),
            "trace", List.of("engine", "memory", "ring"),
            "block", List.of("engine", "config", "trace"),
            "kernel", List.of("engine", "memory", "ring", "config", "trace", "block"),
            "devices", List.of("engine", "config", "trace", "block"),
            "scenarios",
                    List.of(
                            "engine", "memory", "ring", "config", "trace", "block", "kernel",
                            "devices"),
            "cli",
                    List.of(
                            "engine",
                            "memory",
                            "ring",
                            "config",
                            "trace",
                            "block",
                            "kernel",
                            "devices",
                            "scenarios")));

    static Iterable<String> rooms() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_uses_only_what_lies_below_it(String room) {
        String[] allowed =
                MAY_USE.get(room).stream().map(RoomsTest::packages).toArray(String[]::new);
        String[] own = Arrays.copyOf(allowed, allowed.length + 1);
        own[allowed.length] = packages(room);
        noClasses()
                .that(resideInAPackage(packages(room)))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT_PACKAGE + "..").and(not(resideInAnyPackage(own))))
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    @Test
    void every_class_lies_in_a_known_room() {
        assertThat(ShippedClasses.ALL).isNotEmpty();
        assertThat(ShippedClasses.ALL.stream().map(RoomsTest::room).distinct()).isSubsetOf(rooms());
    }

    @Test
    void no_device_model_knows_another_in_a_circle() {
        slices().matching(ROOT_PACKAGE + ".devices.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    @Test
    void only_the_command_line_knows_picocli_and_only_the_reader_knows_jackson() {
        onlyRoomThatUses("cli", "picocli..");
        onlyRoomThatUses("scenarios", "tools.jackson..");
        onlyRoomThatUses("scenarios", "org.snakeyaml..");
    }

    private static void onlyRoomThatUses(String room, String library) {
        noClasses()
                .that(not(resideInAPackage(packages(room))))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(ShippedClasses.ALL);
    }

    private static String packages(String room) {
        return ROOT_PACKAGE + "." + room + "..";
    }

    private static String room(JavaClass type) {
        String below = type.getPackageName().substring(ROOT_PACKAGE.length() + 1);
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
    }
}
