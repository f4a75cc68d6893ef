package dev.sluice.micrometer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the Micrometer binder. */
@AnalyzeClasses(packages = "dev.sluice.micrometer", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

    @ArchTest
    static final ArchRule theBinderNeedsTheClientsPublicPartAndMicrometerAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.sluice.micrometer..",
                    "dev.sluice.sdk",
                    "dev.sluice.engine",
                    "io.micrometer.core.instrument..",
                    "org.jspecify..");
}
