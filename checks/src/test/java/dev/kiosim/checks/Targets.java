package dev.kiosim.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What a class may call: predicates over calls, constructions and references to methods. */
final class Targets {
    private static final String CONSTRUCTOR = "<init>";

    private Targets() {}

    /** Any method of {@code owner} with one of the {@code names}, whatever it takes. */
    static DescribedPredicate<JavaAccess<?>> method(Class<?> owner, String... names) {
        return target(
                owner.getSimpleName() + "." + String.join("|", names),
                called -> isOn(owner, called) && List.of(names).contains(called.getName()));
    }

    /** A method that takes just so many parameters. */
    static DescribedPredicate<JavaAccess<?>> methodOfArity(
            Class<?> owner, String name, Integer... parameterCounts) {
        return target(
                owner.getSimpleName() + "." + name,
                called -> isOn(owner, called)
                        && called.getName().equals(name)
                        && List.of(parameterCounts).contains(parameters(called).size()));
    }

    /** The method that takes exactly these parameters. */
    static DescribedPredicate<JavaAccess<?>> methodTaking(
            Class<?> owner, String name, Class<?>... parameters) {
        return target(
                owner.getSimpleName() + "." + name,
                called -> isOn(owner, called)
                        && called.getName().equals(name)
                        && parameters(called).equals(names(parameters)));
    }

    /** Methods with one of the {@code names} on any type in or below a package. */
    static DescribedPredicate<JavaAccess<?>> methodsNamed(String packageName, String... names) {
        return target(
                packageName + " " + String.join("|", names),
                called -> called.getOwner().getPackageName().startsWith(packageName)
                        && List.of(names).contains(called.getName()));
    }

    /** Any constructor of {@code owner}. */
    static DescribedPredicate<JavaAccess<?>> newOf(Class<?> owner) {
        return method(owner, CONSTRUCTOR);
    }

    /** The constructor of {@code owner} that takes exactly these parameters. */
    static DescribedPredicate<JavaAccess<?>> newTaking(Class<?> owner, Class<?>... parameters) {
        return methodTaking(owner, CONSTRUCTOR, parameters);
    }

    /** The factories of immutable sets or maps that make one of more than one element. */
    static DescribedPredicate<JavaAccess<?>> ofSeveral(Class<?> setOrMap) {
        int countOfOne = setOrMap == java.util.Map.class ? 2 : 1;
        return target(
                setOrMap.getSimpleName() + " of several elements",
                called -> isOn(setOrMap, called)
                        && switch (called.getName()) {
                            case "ofEntries", "copyOf" -> true;
                            case "of" -> makesMoreThan(countOfOne, called);
                            default -> false;
                        });
    }

    /** The printf and format methods of streams that format by the default locale. */
    static DescribedPredicate<JavaAccess<?>> printfWithoutLocale() {
        return target(
                "printf without a locale",
                called -> (isOn(PrintStream.class, called) || isOn(PrintWriter.class, called))
                        && List.of("printf", "format").contains(called.getName())
                        && parameters(called).equals(names(String.class, Object[].class)));
    }

    /** One of several targets. */
    @SafeVarargs
    static DescribedPredicate<JavaAccess<?>> anyOf(DescribedPredicate<JavaAccess<?>>... targets) {
        DescribedPredicate<JavaAccess<?>> any = DescribedPredicate.alwaysFalse();
        for (DescribedPredicate<JavaAccess<?>> target : targets) {
            any = any.or(target);
        }
        return any.as("one of %d unwanted targets", targets.length);
    }

    /**
     * Whether {@code type} has one of the names, or lies in one of the packages written
     * {@code p..}.
     */
    static boolean isAnyOf(JavaClass type, String... packagesOrTypes) {
        return Arrays.stream(packagesOrTypes)
                .anyMatch(wanted -> wanted.endsWith("..")
                        ? (type.getPackageName() + ".").startsWith(wanted.replace("..", "."))
                        : type.getName().equals(wanted));
    }

    private static DescribedPredicate<JavaAccess<?>> target(
            String description, Predicate<AccessTarget> test) {
        return describe(description, access -> test.test(access.getTarget()));
    }

    private static boolean isOn(Class<?> owner, AccessTarget called) {
        return called.getOwner().getName().equals(owner.getName());
    }

    private static boolean makesMoreThan(int countOfOne, AccessTarget called) {
        List<String> parameters = parameters(called);
        return parameters.size() > countOfOne || parameters.contains(Object[].class.getName());
    }

    private static List<String> parameters(AccessTarget called) {
        return called instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static List<String> names(Class<?>... types) {
        return Arrays.stream(types).map(Class::getName).toList();
    }
}
