package dev.kiosim.checks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The class files of all modules that are shipped, read once. */
final class ShippedClasses {
    static final String ROOT_PACKAGE = "dev.kiosim";
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/")) // quick build
            .importPackages(ROOT_PACKAGE);

    private ShippedClasses() {}
}
