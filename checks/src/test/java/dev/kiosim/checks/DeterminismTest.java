package dev.kiosim.checks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static dev.kiosim.checks.Targets.anyOf;
import static dev.kiosim.checks.Targets.method;
import static dev.kiosim.checks.Targets.methodTaking;
import static dev.kiosim.checks.Targets.methodsNamed;
import static dev.kiosim.checks.Targets.newOf;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same scenario, seed and version give the same bytes on every machine and JDK. */
class DeterminismTest {
    private static final String ROOT = ShippedClasses.ROOT_PACKAGE;
    private static final JavaClasses SIMULATION =
            ShippedClasses.ALL.that(DescribedPredicate.not(resideInAnyPackage(ROOT + ".cli..")));
    /** Lists the recordings in a folder that the user named, and sorts them. */
    private static final String READS_THE_USERS_FOLDER =
            ROOT + ".scenarios.conformance.RecordingFolder";

    @Test
    void the_simulation_reads_no_clock_but_its_own() {
        nobodyIn(SIMULATION)
                .uses(anyOf(
                        method(System.class, "nanoTime"),
                        method(System.class, "currentTimeMillis"),
                        newOf(java.util.Date.class),
                        methodsNamed("java.time", "now"),
                        methodsNamed("java.time", "systemUTC", "systemDefaultZone", "system")))
                .because("time is Engine.nowNanos()");
    }

    @Test
    void the_simulation_starts_no_thread_and_waits_for_none() {
        nobodyIn(SIMULATION)
                .knows("java.lang.Thread", "java.util.Timer", "java.util.concurrent..")
                .because("workers are simulated tasks");
        nobodyIn(SIMULATION)
                .uses(methodsNamed("java.util", "parallelStream", "parallel", "parallelSort"))
                .because("everything happens in one thread");
    }

    @Test
    void random_numbers_come_from_named_streams() {
        nobodyIn(SIMULATION)
                .knows(
                        "java.util.Random",
                        "java.util.SplittableRandom",
                        "java.security.SecureRandom")
                .because("random numbers come from Engine.random(name)");
        nobodyIn(SIMULATION)
                .uses(anyOf(
                        method(Math.class, "random"),
                        method(java.util.UUID.class, "randomUUID"),
                        method(java.util.Collections.class, "shuffle")))
                .because("random numbers come from Engine.random(name)");
    }

    @Test
    void functions_that_may_differ_by_platform_are_left_to_strict_math() {
        nobodyIn(ShippedClasses.ALL)
                .uses(method(
                        Math.class,
                        "log",
                        "log10",
                        "log1p",
                        "exp",
                        "expm1",
                        "pow",
                        "cbrt",
                        "hypot",
                        "sin",
                        "cos",
                        "tan",
                        "asin",
                        "acos",
                        "atan",
                        "atan2",
                        "sinh",
                        "cosh",
                        "tanh"))
                .because("StrictMath gives the same bits everywhere");
    }

    @Test
    void no_order_depends_on_hashes_or_identity() {
        nobodyIn(SIMULATION)
                .uses(anyOf(
                        newOf(java.util.HashMap.class),
                        newOf(java.util.HashSet.class),
                        newOf(java.util.IdentityHashMap.class),
                        newOf(java.util.WeakHashMap.class),
                        method(System.class, "identityHashCode"),
                        method(Object.class, "hashCode")))
                .because("arrays, LinkedHashMap, LinkedHashSet and sorted keys have one order");
    }

    @Test
    void no_order_depends_on_the_salt_of_immutable_collections() {
        nobodyIn(SIMULATION)
                .uses(anyOf(
                        Targets.ofSeveral(Map.class),
                        Targets.ofSeveral(Set.class),
                        method(Collectors.class, "toSet", "toUnmodifiableSet", "toUnmodifiableMap"),
                        Targets.methodOfArity(Collectors.class, "toMap", 2, 3),
                        Targets.methodOfArity(Collectors.class, "groupingBy", 1, 2)))
                .because("they iterate in another order in every run; use List or LinkedHashMap");
    }

    @Test
    void the_simulation_sees_nothing_of_its_machine() {
        nobodyIn(SIMULATION)
                .uses(method(System.class, "getProperty", "getenv", "lineSeparator", "gc"))
                .because("the result must not depend on the machine");
        nobodyIn(SIMULATION.that(DescribedPredicate.not(name(READS_THE_USERS_FOLDER))))
                .uses(anyOf(
                        method(java.io.File.class, "list", "listFiles"),
                        method(java.nio.file.Files.class, "list", "walk", "newDirectoryStream")))
                .because("the result must not depend on the machine");
        nobodyIn(SIMULATION)
                .knows("java.lang.Runtime", "java.lang.ref..", "java.lang.management..")
                .because("the result must not depend on memory or load");
    }

    @Test
    void text_is_made_and_read_without_the_default_locale() {
        nobodyIn(ShippedClasses.ALL)
                .uses(anyOf(
                        methodTaking(String.class, "format", String.class, Object[].class),
                        method(String.class, "formatted"),
                        methodTaking(String.class, "toLowerCase"),
                        methodTaking(String.class, "toUpperCase"),
                        Targets.printfWithoutLocale(),
                        method(java.util.Locale.class, "getDefault")))
                .because("name Locale.ROOT");
    }

    @Test
    void bytes_become_text_in_a_named_charset_only() {
        nobodyIn(ShippedClasses.ALL)
                .uses(anyOf(
                        methodTaking(String.class, "getBytes"),
                        Targets.newTaking(String.class, byte[].class),
                        Targets.newTaking(java.io.InputStreamReader.class, InputStream.class),
                        Targets.newTaking(java.io.OutputStreamWriter.class, OutputStream.class),
                        Targets.newTaking(java.io.PrintWriter.class, OutputStream.class),
                        Targets.newTaking(java.io.PrintStream.class, OutputStream.class),
                        Targets.newTaking(java.io.FileReader.class, String.class),
                        Targets.newTaking(java.io.FileReader.class, java.io.File.class),
                        Targets.newTaking(java.io.FileWriter.class, String.class),
                        Targets.newTaking(java.io.FileWriter.class, java.io.File.class),
                        Targets.newTaking(java.util.Scanner.class, InputStream.class),
                        method(java.nio.charset.Charset.class, "defaultCharset")))
                .because("name the charset");
    }

    @Test
    void nothing_depends_on_the_zone_of_the_machine() {
        nobodyIn(ShippedClasses.ALL)
                .uses(anyOf(
                        method(java.time.ZoneId.class, "systemDefault"),
                        method(java.util.TimeZone.class, "getDefault")))
                .because("name the zone");
    }

    @Test
    void simulated_time_is_never_a_floating_point_number() {
        DescribedPredicate<JavaClass> floating = DescribedPredicate.describe(
                "floating point",
                type -> type.getName().equals("double") || type.getName().equals("float"));
        noFields()
                .that()
                .haveNameMatching("(?i).*nanos(Min|Max)?")
                .should()
                .haveRawType(floating)
                .check(ShippedClasses.ALL);
        noMethods()
                .that()
                .haveNameMatching("(?i).*nanos(Min|Max)?")
                .should()
                .haveRawReturnType(floating)
                .check(ShippedClasses.ALL);
    }

    @Test
    void there_is_no_static_mutable_state() {
        fields().that().areStatic().should().beFinal().check(ShippedClasses.ALL);
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(resideInAnyPackage("java.util.concurrent.atomic.."))
                .orShould()
                .haveRawType(DescribedPredicate.describe(
                        "a collection made to be changed",
                        type -> type.isAssignableTo(java.util.AbstractCollection.class)
                                || type.isAssignableTo(java.util.AbstractMap.class)))
                .check(ShippedClasses.ALL);
    }

    private static Nobody nobodyIn(JavaClasses classes) {
        return new Nobody(classes);
    }

    /** Reads as a sentence: nobodyIn(SIMULATION).uses(...).because(...). */
    private record Nobody(JavaClasses classes) {
        Broken uses(DescribedPredicate<JavaAccess<?>> targets) {
            return reason -> noClasses()
                    .should()
                    .accessTargetWhere(targets)
                    .because(reason)
                    .check(classes);
        }

        Broken knows(String... packagesOrTypes) {
            DescribedPredicate<JavaClass> unwanted = DescribedPredicate.describe(
                    String.join(", ", packagesOrTypes),
                    type -> Targets.isAnyOf(type, packagesOrTypes));
            return reason -> noClasses()
                    .should()
                    .dependOnClassesThat(unwanted)
                    .because(reason)
                    .check(classes);
        }
    }

    private interface Broken {
        void because(String reason);
    }
}
